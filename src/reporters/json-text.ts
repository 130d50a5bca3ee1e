/**
 * JSON whose invisible characters (C1 controls, BiDi and zero-width characters, line separators) are written
 * as `\uXXXX`: the same value for programs, and nothing that turns a terminal's or a reviewer's text around. So is
 * the second half of `##`, because CI systems find `##[error]` and `##vso[` anywhere in a line of a log. Half a
 * surrogate pair, which many parsers refuse, becomes U+FFFD.
 */
export function jsonText(value: unknown, indent?: number): string {
  return (JSON.stringify(value, null, indent) ?? '')
    .replaceAll(HALF_PAIR, '$1\uFFFD')
    .replaceAll(INVISIBLE, (found) =>
      found
        .split('')
        .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
        .join(''),
    );
}

/** JSON.stringify escapes only what JSON demands: U+0000 to U+001F and lone surrogates. */
const INVISIBLE = /[\u007f-\u009f]|\p{Cf}|\p{Zl}|\p{Zp}|(?<=#)#/gu;

/** As JSON.stringify writes it, behind no backslash or an even number of them: else it is text about an escape. */
const HALF_PAIR = /(?<!\\)((?:\\\\)*)\\ud[89a-f][0-9a-f]{2}/g;
