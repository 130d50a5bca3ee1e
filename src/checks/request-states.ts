/**
 * The state with a change that leaves its meaning alone, where it can be read: blanks in its JSON, or in the JSON of
 * one of its parts. A server that would notice must have looked at a seal, not stumbled over broken data. Where it
 * cannot be read, one character in the middle is another one; the last ones may not count in base64.
 */
export function tampered(state: string): string {
  const spaced = spacedJson(state);
  if (spaced !== undefined) return spaced;
  const parts = state.split('.');
  for (const [index, part] of parts.entries()) {
    const inside = spacedJson(decoded(part));
    if (inside === undefined) continue;
    const changed = encoded(inside, /[+/=]/.test(part));
    return parts.map((one, at) => (at === index ? changed : one)).join('.');
  }
  const middle = Math.floor(state.length / 2);
  const other = state[middle] === 'A' ? 'B' : 'A';
  return `${state.slice(0, middle)}${other}${state.slice(middle + 1)}`;
}

function spacedJson(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return undefined;
    const spaced = JSON.stringify(value, null, 1);
    return spaced === text ? `${spaced} ` : spaced;
  } catch {
    return undefined;
  }
}

function decoded(part: string): string {
  try {
    const binary = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder().decode(Uint8Array.from(binary, (byte) => byte.charCodeAt(0)));
  } catch {
    return '';
  }
}

function encoded(text: string, plain: boolean): string {
  const bytes = new TextEncoder().encode(text);
  const base64 = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return plain
    ? base64
    : base64
        .replaceAll('+', '-')
        .replaceAll('/', '_')
        .replace(/={1,2}$/, '');
}
