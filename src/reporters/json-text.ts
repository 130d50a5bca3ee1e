/**
 * JSON whose invisible characters (C1 controls, BiDi and zero-width characters, line separators) are written
 * as `\uXXXX`: the same value for programs, and nothing that turns a terminal's or a reviewer's text around.
 */
export function jsonText(value: unknown, indent?: number): string {
  return (JSON.stringify(value, null, indent) ?? '').replace(INVISIBLE, (found) =>
    found
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** JSON.stringify escapes only what JSON demands: U+0000 to U+001F and lone surrogates. */
const INVISIBLE = /[\u007f-\u009f]|\p{Cf}|\p{Zl}|\p{Zp}/gu;
