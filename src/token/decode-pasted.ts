import { cleanToken } from './clean.ts';
import { readJsonObject } from './json-object.ts';

/** The token inside what somebody pasted, saved or piped, or what there is in its place. */
export type Pasted =
  | { readonly text: string; readonly remarks: readonly string[] }
  | { readonly problem: PastedProblem };

/** What was given in place of a token, in words that repeat nothing of it. */
export interface PastedProblem {
  /** Code of the UsageError: `usage.empty_token`. */
  readonly code: string;
  /** A noun: "a certificate (PEM)". */
  readonly what: string;
  readonly hint: string;
}

/** Longer tokens fit into no header. */
export const MAX_TOKEN = 64 * 1024;

/**
 * Finds the token. Taken apart are answers of token endpoints (JSON, form, the fragment of a redirect), whole header
 * lines and curl commands, variable assignments, URL encoding (also twice), base64 around the whole token, what a
 * shell prints behind it, quotes, `Bearer`, line breaks, UTF-16. Every repair is named in the remarks. Pure.
 */
export function findToken(raw: string): Pasted {
  const wide = narrowed(raw);
  const remarks = wide === raw ? [] : ['the text is UTF-16 (PowerShell writes it so); it was read as such'];
  const problem = otherThing(wide);
  if (problem !== undefined) return { problem };
  const inside = unpacked(wide, remarks);
  if ('problem' in inside) return inside;
  const cleaned = peeled(inside.text, remarks);
  if (cleaned === '' || /^(?:bearer|dpop)$/i.test(cleaned)) return { problem: EMPTY };
  if (tokensIn(cleaned) > 1) return { problem: SEVERAL };
  if (cleaned.length > MAX_TOKEN) return { problem: tooLong(cleaned.length) };
  if (!/^[\w\-.~+/][\w\-~+/]*=*(?:\.[\w\-.~+/=]*)?$/.test(cleaned)) return { problem: NO_TOKEN };
  return { text: cleaned, remarks };
}

/** UTF-16 that was read as UTF-8: every second character is NUL. */
function narrowed(raw: string): string {
  const text = raw.replace(/^(?:\uFFFD{2}|\uFEFF)/u, '');
  const nuls = text.length - text.replaceAll('\0', '').length;
  return nuls > 0 && nuls >= Math.floor(text.length / 2) - 1 ? text.replaceAll('\0', '') : raw;
}

function otherThing(text: string): PastedProblem | undefined {
  const trimmed = text.replace(/^\uFEFF/u, '').trim();
  if (trimmed === '') return EMPTY;
  if (/-----BEGIN [A-Z0-9 ]{0,32}PRIVATE KEY-----/.test(text)) return PRIVATE_KEY;
  if (/-----BEGIN [A-Z0-9 ]+-----/.test(text)) return PEM;
  if (/[\0\uFFFD]/u.test(text)) return BINARY;
  if (/^<(?:!doctype|html|\?xml|[a-z])/iu.test(trimmed)) return PAGE;
  return undefined;
}

/** The part that holds the token: a member of an answer, a header's value, what a variable is set to. */
function unpacked(
  text: string,
  remarks: string[],
): { readonly text: string } | { readonly problem: PastedProblem } {
  const trimmed = text.replace(/^\uFEFF/u, '').trim();
  if (trimmed.startsWith('{')) return fromAnswer(trimmed, remarks);
  if (trimmed.startsWith('[')) return { problem: OTHER_JSON };
  const take = (found: string, remark: string): { readonly text: string } => {
    remarks.push(remark);
    return { text: found };
  };
  const header = /(?:^|[\s"'])authorization["']?\s*[:=]\s*["']?(?:bearer|dpop)\s+([^\s"',;]+)/iu.exec(
    text,
  )?.[1];
  // A line that is nothing but the header may be wrapped: then it is cleaned as a whole.
  if (header !== undefined && /^(?:curl|http|[<>*]|[A-Z]+ \S+ HTTP)|\n\S+:\s/mu.test(trimmed))
    return take(header, 'the token was taken out of the Authorization header of a whole request');
  const member = /(?:^|[#?&])access_token=([^&\s"']+)/u.exec(trimmed)?.[1];
  if (member !== undefined) return take(member, 'the value of "access_token" was taken out of a URL or form');
  const assigned = /^(?:export\s+|set\s+|\$env:)?[A-Za-z_]\w*\s*=\s*(["']?)([^\s"']{20,})\1;?$/u.exec(
    trimmed,
  )?.[2];
  if (assigned !== undefined) return take(assigned, 'the name of the variable before the token was removed');
  return { text };
}

const MEMBERS = ['access_token', 'accessToken', 'token', 'id_token'] as const;

function fromAnswer(
  text: string,
  remarks: string[],
): { readonly text: string } | { readonly problem: PastedProblem } {
  const { value } = readJsonObject(Buffer.from(text));
  if (value === null) return { problem: BROKEN_JSON };
  const name = MEMBERS.find((member) => typeof value[member] === 'string');
  if (name === undefined) {
    if (typeof value.error === 'string') return { problem: REFUSAL };
    return { problem: 'claims' in value || 'aud' in value ? DECODED : OTHER_JSON };
  }
  const beside = ['refresh_token', 'id_token'].filter((one) => one !== name && one in value);
  const rest =
    beside.length === 0
      ? ''
      : `; ${beside.join(' and ')} beside it ${beside.length > 1 ? 'were' : 'was'} left alone`;
  remarks.push(`a JSON answer was given: its "${name}" was taken${rest}`);
  return { text: String(value[name]) };
}

/** Without everything that is around a token or has been made of it. */
function peeled(raw: string, remarks: string[]): string {
  // A line end behind the token is how every command writes it.
  let text = raw.trimEnd();
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = text;
    const cleaned = cleanToken(text);
    text = cleaned.text;
    remarks.push(...cleaned.remarks);
    text = step(
      text,
      withoutPrompt(text),
      'a sign that a shell prints behind a text without line end was removed',
      remarks,
    );
    text = step(text, urlDecoded(text), 'URL encoding (%2E and the like) was undone', remarks);
    text = step(text, base64Decoded(text), 'base64 around the whole token was undone', remarks);
    if (text === before) break;
  }
  return text;
}

/** Nobody wraps a token more often. */
const ROUNDS = 4;

function step(before: string, after: string, remark: string, remarks: string[]): string {
  if (after !== before) remarks.push(remark);
  return after;
}

function withoutPrompt(text: string): string {
  return text.replace(/(?<=[\w-])[%$#>]+$/u, '');
}

function urlDecoded(text: string): string {
  if (!/%[0-9a-f]{2}/iu.test(text)) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Base64 begins with this where the text begins with `ey`, which every JWT does, or with `Bearer`. */
function base64Decoded(text: string): string {
  if (!/^(?:ZXl|QmVhcmVy)[\w+/-]+=*$/u.test(text)) return text;
  const decoded = Buffer.from(text, 'base64').toString('latin1');
  return /^(?:Bearer )?ey[\w-]+\.[\w-]+\.[\w-]*\s*$/u.test(decoded) ? decoded : text;
}

function tokensIn(text: string): number {
  return [...text.matchAll(/\.eyJ[\w-]+\./gu)].length;
}

const FROM_PIPE = 'mcp-authcheck token TARGET | mcp-authcheck decode';

const EMPTY: PastedProblem = {
  code: 'usage.empty_token',
  what: 'nothing',
  hint: `The command before the pipe or the variable was empty. For example: ${FROM_PIPE}`,
};
const PRIVATE_KEY: PastedProblem = {
  code: 'usage.private_key',
  what: 'a private key (PEM)',
  hint: 'Nothing of it was shown or kept. It belongs to --private-key or --certificate; a token begins with eyJ.',
};
const PEM: PastedProblem = {
  code: 'usage.not_a_token',
  what: 'a certificate or key (PEM)',
  hint: 'It belongs to --certificate or --ca; a token is one word that begins with eyJ.',
};
const BINARY: PastedProblem = {
  code: 'usage.not_a_token',
  what: 'binary data',
  hint: 'Name the file with the token as text; a certificate (DER, PFX) or an archive is none.',
};
const PAGE: PastedProblem = {
  code: 'usage.not_a_token',
  what: 'an HTML or XML document',
  hint: 'A sign-in, proxy or error page was saved in place of the answer: look at the status and the URL of the request.',
};
const BROKEN_JSON: PastedProblem = {
  code: 'usage.not_a_token',
  what: 'JSON that cannot be read',
  hint: 'It is cut off or has quotation marks that a shell took away; give the whole answer, or the token alone.',
};
const OTHER_JSON: PastedProblem = {
  code: 'usage.not_a_token',
  what: 'JSON without an access token',
  hint: 'Give the answer of the token endpoint, whose member access_token is taken, or the token alone.',
};
const REFUSAL: PastedProblem = {
  code: 'usage.not_a_token',
  what: 'an error answer of a token endpoint (JSON with "error")',
  hint: 'No token was issued. Explain its error or AADSTS number: mcp-authcheck explain CODE',
};
const DECODED: PastedProblem = {
  code: 'usage.not_a_token',
  what: 'a token that is decoded already (JSON with its claims)',
  hint: 'Give the token itself, the word that begins with eyJ.',
};
const SEVERAL: PastedProblem = {
  code: 'usage.several_tokens',
  what: 'several tokens',
  hint: 'Give one at a time, for example: sed -n 1p tokens.txt | mcp-authcheck decode',
};
const NO_TOKEN: PastedProblem = {
  code: 'usage.not_a_token',
  what: 'text that is no token',
  hint: 'An HTML or JSON answer was perhaps saved in its place: look at what is there.',
};

function tooLong(length: number): PastedProblem {
  return {
    code: 'usage.token_too_long',
    what: `a word of ${length} characters`,
    hint: `A token has at most ${MAX_TOKEN} characters here; no header would carry a longer one.`,
  };
}
