import type { Token } from '../types.ts';
import { readBase64url } from './base64url.ts';
import { decodeToken } from './decode.ts';
import { readJsonObject } from './json-object.ts';

/** A JWT whose end is missing, with what can be read of it. */
export interface Cut {
  readonly token: Token;
  /** Where it ends, as the end of a sentence: "after the payload: the signature is missing". */
  readonly where: string;
}

/** undefined: it is no JWT, or it is whole. Never throws. */
export function cutToken(text: string): Cut | undefined {
  const parts = text.split('.');
  const [header = '', payload = ''] = parts;
  if (parts.length > 3 || !isObject(header)) return isBegun(parts) ? beginning() : undefined;
  if (parts.length === 1)
    return {
      token: decodeToken(`${header}..`),
      where: 'after the header: payload and signature are missing',
    };
  const isWhole = isObject(payload);
  if (parts.length === 2)
    return {
      token: decodeToken(`${text}.`),
      where: isWhole ? 'after the payload: the signature is missing' : 'in the middle of the payload',
    };
  return undefined;
}

/** The signature has fewer bytes than its algorithm makes (RFC 7518 §3.3 to §3.5, RFC 8037 §3.1). */
export function shortSignature(text: string, { header }: Token): string | undefined {
  const signature = text.split('.')[2] ?? '';
  const algorithm = typeof header?.alg === 'string' ? header.alg : '';
  const least = LEAST[algorithm];
  const bytes = Buffer.from(signature, 'base64url').length;
  if (least === undefined || signature === '' || bytes >= least) return undefined;
  return `the signature has ${bytes} bytes, and ${algorithm} makes ${least} or more: the end of the token is missing`;
}

/** RSA keys of 2048 bits are the shortest that these algorithms allow. */
const LEAST: Readonly<Record<string, number>> = {
  ...Object.fromEntries(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'].map((name) => [name, 256])),
  ES256: 64,
  ES384: 96,
  ES512: 132,
  EdDSA: 64,
  Ed25519: 64,
};

function isObject(part: string): boolean {
  const { bytes } = readBase64url(part);
  return bytes !== null && readJsonObject(bytes).value !== null;
}

/** One word that begins as the header of a JWT does, `{"`, and ends before the header does. */
function isBegun(parts: readonly string[]): boolean {
  return parts.length === 1 && /^eyJ[\w-]{4,}$/.test(parts[0] ?? '');
}

function beginning(): Cut {
  return { token: decodeToken(''), where: 'in the middle of the header' };
}
