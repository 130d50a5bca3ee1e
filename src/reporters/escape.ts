/**
 * Makes text that came over the network safe to print on one line: control characters, terminal sequences,
 * line separators, BiDi and zero-width characters, lone surrogates and private-use characters become visible
 * escapes; `::` and `##` are broken up so that no CI system takes them for a command; what is longer than
 * `limit` is cut, and the cut is counted.
 */
export function escapeRemote(text: string, limit = 500): string {
  const characters = Array.from(text.slice(0, (limit + SPARED) * 2));
  const length =
    text.length <= (limit + SPARED) * 2 ? characters.length : Array.from(text.slice(0, COUNTED)).length;
  const more = text.length > COUNTED ? '+' : '';
  const isCut = length > limit + SPARED;
  const kept = (isCut ? characters.slice(0, limit) : characters).map(escapeCharacter).join('');
  const cut = isCut ? `… (${length - limit}${more} more characters)` : '';
  return `${breakCommands(kept)}${cut}`;
}

/** What is longer by no more than this is not cut: to say so would take as much room. */
const SPARED = 24;

/**
 * At most so many code units, with the number of those left out, for what is escaped elsewhere. No character is cut
 * in two.
 */
export function clipped(text: string, most: number): string {
  if (text.length <= most + SPARED) return text;
  const kept = text.slice(0, most).replace(/[\ud800-\udbff]$/, '');
  return `${kept}… (${text.length - kept.length} more characters)`;
}

/** Beyond this many code units nobody counts. */
const COUNTED = 1_000_000;

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Cn}]/u;

/** Blank or invisible, though Unicode calls them letters, marks or spaces. */
const INVISIBLE =
  /\u115f|\u1160|\u3164|\uffa0|\u034f|\u17b4|\u17b5|[\u180b-\u180d]|[\ufe00-\ufe0f]|[\u{e0100}-\u{e01ef}]/u;

function escapeCharacter(character: string): string {
  if (character === '\n') return '\\n';
  if (character === '\r') return '\\r';
  if (character === '\t') return '\\t';
  if (!UNPRINTABLE.test(character) && !INVISIBLE.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}

/**
 * Text in which no CI system finds a command. `::error::` (GitHub, at the start of a line), `##[error]` (GitHub and
 * Azure Pipelines, anywhere in a line), `##vso[` (Azure Pipelines, anywhere) and `##teamcity[` lose their meaning
 * with a space inside. The `::` of an IPv6 address in brackets is no command and stays.
 */
export function breakCommands(text: string): string {
  return text.replaceAll(/(?<!\[[0-9a-f:]{0,39}):(?=:)/gi, ': ').replaceAll(/#(?=#)/g, '# ');
}
