export interface Cleaned {
  readonly text: string;
  readonly remarks: readonly string[];
}

/**
 * The token inside what somebody pasted: without surrounding space, quotes, an `Authorization:` name or a
 * `Bearer` scheme, and without line breaks in the middle. Every repair is named in the remarks.
 */
export function cleanToken(raw: string): Cleaned {
  const remarks: string[] = [];
  let text = raw;
  const repair = (remark: string, repaired: string): void => {
    if (repaired === text) return;
    text = repaired;
    remarks.push(remark);
  };
  repair('a byte order mark before the token was removed', text.replace(/^\uFEFF/u, ''));
  repair('white space around the token was removed', text.trim());
  repair('quotes around the token were removed', unquoted(text));
  repair('the header name before the token was removed', text.replace(/^authorization\s*:\s*/i, ''));
  repair('the scheme "Bearer" before the token was removed', text.replace(/^bearer\s+/i, ''));
  repair('quotes around the token were removed', unquoted(text));
  repair('white space inside the token was removed', text.replace(/\s+/gu, ''));
  return { text, remarks };
}

function unquoted(text: string): string {
  return /^(["'`])(.*)\1$/su.exec(text)?.[2]?.trim() ?? text;
}
