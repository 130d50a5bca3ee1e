/**
 * Text from the network as it may stand in a message: in double quotes, control, format and line characters
 * escaped, clipped to `limit` characters with the number of those left out.
 */
export function quote(text: string, limit = 120): string {
  const characters = Array.from(text.slice(0, limit * 2));
  const shown = characters.slice(0, limit).join('');
  const rest = text.length - shown.length;
  return `"${escapeInvisible(shown)}"${rest > 0 ? ` (and ${rest} more characters)` : ''}`;
}

/** Several values, quoted and separated by commas; `none` when there are none. */
export function quoteAll(values: readonly string[], most = 10): string {
  if (values.length === 0) return 'none';
  const shown = values.slice(0, most).map((value) => quote(value));
  return values.length > most ? `${shown.join(', ')} and ${values.length - most} more` : shown.join(', ');
}

const invisible = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}"\\]/gu;

function escapeInvisible(text: string): string {
  return text.replace(invisible, (character) => {
    if (character === '"' || character === '\\') return `\\${character}`;
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
