import type { Secret } from '../secret.ts';
import type { Claims } from './claims.ts';
import { cleanToken } from './clean.ts';
import { readJsonObject } from './json-object.ts';

/** A token made of a real one. */
export interface Forged {
  readonly token: Secret;
  /** What makes it in a shell in which `TOKEN` is exported and holds the real one; stands between double quotes. */
  readonly inShell: string;
}

export interface Parts {
  readonly header: string;
  readonly headerClaims: Claims;
  readonly payload: string;
  readonly claims: Claims;
  readonly signature: Buffer;
}

/** undefined: it is no JWT. */
export function partsOf(token: Secret): Parts | undefined {
  const parts = cleanToken(token.reveal()).text.split('.');
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || header === undefined || payload === undefined || signature === undefined) return;
  const headerClaims = readJsonObject(Buffer.from(header, 'base64url')).value;
  const claims = readJsonObject(Buffer.from(payload, 'base64url')).value;
  if (headerClaims === null || claims === null) return undefined;
  return { header, headerClaims, payload, claims, signature: Buffer.from(signature, 'base64url') };
}

export function encode(value: Claims): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/**
 * Has node print the token: `h`, `p` and `s` are the segments of the real one, `read` and `write` change between
 * segments and objects. No single quotes and no exclamation marks in the program, so that every shell leaves it alone.
 * `input`: the address of what the program finds in its standard input.
 */
export function byNode(program: string, input?: string): string {
  const prelude = [
    'const[h,p,s]=process.env.TOKEN.split(".")',
    'read=(part)=>JSON.parse(Buffer.from(part,"base64url"))',
    'write=(value)=>Buffer.from(JSON.stringify(value)).toString("base64url")',
  ].join(',');
  const fetched = input === undefined ? '' : `curl -sS -g ${address(input)} | `;
  return `$(${fetched}node -e '${prelude};${program}')`;
}

/** In single quotes, which nothing in it can end. */
function address(url: string): string {
  return `'${new URL(url).href.replaceAll("'", '%27').replaceAll('!', '%21')}'`;
}
