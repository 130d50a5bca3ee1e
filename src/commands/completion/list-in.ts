/**
 * The values that a flag's description lists, "pretty, json or jsonl": its end counts, up to a semicolon and
 * without what stands in brackets. Empty when it lists none.
 */
export function listIn(description: string): readonly string[] {
  const [said = ''] = description.replace(/\([^()]*\)/g, '').split(';');
  const list = said.slice(said.lastIndexOf(':') + 1);
  const words = list
    .split(/,\s*(?:or\s+)?|(?<!\s)\s+or\s+/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
  return words.length > 1 && words.every((word) => /^[\w.-]+$/.test(word)) ? words : [];
}
