import type { Secret, Vault } from '../secret.ts';
import type { Claims } from './claims.ts';
import { cleanToken } from './clean.ts';
import { readJsonObject } from './json-object.ts';

/** What no authorization server issues as a token. Not secret: it must stay visible in messages. */
export const GARBAGE_TOKEN = 'mcp-authcheck-this-is-not-a-token';

/**
 * The JWT with one byte in the middle of its signature changed; undefined when it is no signed JWT. Never the
 * last character: some of its bits are unused, so that the changed text can decode to the same signature.
 */
export function flipSignatureByte(token: Secret, vault: Vault): Secret | undefined {
  const parts = partsOf(token);
  if (parts === undefined || parts.signature.length === 0) return undefined;
  const bytes = Uint8Array.from(parts.signature);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
  return vault.keep(`${parts.header}.${parts.payload}.${Buffer.from(bytes).toString('base64url')}`);
}

/** The JWT with other claims under its old signature; undefined when it is no JWT. */
export function changePayload(
  token: Secret,
  vault: Vault,
  change: (claims: Claims) => Claims = extendLifetime,
): Secret | undefined {
  const parts = partsOf(token);
  if (parts === undefined) return undefined;
  const payload = encode(change(parts.claims));
  return vault.keep(`${parts.header}.${payload}.${parts.signature.toString('base64url')}`);
}

/** The JWT with nothing after its second dot; undefined when it is no JWT. */
export function stripSignature(token: Secret, vault: Vault): Secret | undefined {
  const parts = partsOf(token);
  return parts && vault.keep(`${parts.header}.${parts.payload}.`);
}

export interface Unsigned {
  readonly algorithm: string;
  readonly token: Secret;
}

/** The JWT's claims, unsigned, with `alg` "none" in three spellings (RFC 7519 §6); none when it is no JWT. */
export function algNone(token: Secret, vault: Vault): readonly Unsigned[] {
  const parts = partsOf(token);
  if (parts === undefined) return [];
  return ['none', 'None', 'NONE'].map((algorithm) => ({
    algorithm,
    token: vault.keep(`${encode({ ...parts.headerClaims, alg: algorithm })}.${parts.payload}.`),
  }));
}

/**
 * The JWT's claims signed with a key made for the occasion, under the real key's `kid`; undefined when it is no
 * JWT. A server that refuses it has proved that it checks keys, not that it checks issuers.
 */
export async function selfSigned(token: Secret, vault: Vault): Promise<Secret | undefined> {
  const parts = partsOf(token);
  if (parts === undefined) return undefined;
  const { CompactSign } = await import('jose');
  const { alg, typ, kid } = parts.headerClaims;
  const algorithm = asymmetric.find((name) => name === alg) ?? 'RS256';
  const { privateKey } = await ownKey(algorithm);
  const header = Object.fromEntries(
    Object.entries({ typ, kid }).filter(([, value]) => typeof value === 'string'),
  );
  const signer = new CompactSign(Buffer.from(parts.payload, 'base64url'));
  return vault.keep(await signer.setProtectedHeader({ ...header, alg: algorithm }).sign(privateKey));
}

type KeyPair = import('jose').GenerateKeyPairResult;

/** One key of ours per algorithm is enough for every forgery; making an RSA key takes a third of a second. */
const ownKeys = new Map<string, Promise<KeyPair>>();

function ownKey(algorithm: string): Promise<KeyPair> {
  const made = ownKeys.get(algorithm) ?? import('jose').then((jose) => jose.generateKeyPair(algorithm));
  ownKeys.set(algorithm, made);
  return made;
}

const asymmetric = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

interface Parts {
  readonly header: string;
  readonly headerClaims: Claims;
  readonly payload: string;
  readonly claims: Claims;
  readonly signature: Buffer;
}

function partsOf(token: Secret): Parts | undefined {
  const parts = cleanToken(token.reveal()).text.split('.');
  const [header, payload, signature] = parts;
  if (parts.length !== 3 || header === undefined || payload === undefined || signature === undefined) return;
  const headerClaims = readJsonObject(Buffer.from(header, 'base64url')).value;
  const claims = readJsonObject(Buffer.from(payload, 'base64url')).value;
  if (headerClaims === null || claims === null) return undefined;
  return { header, headerClaims, payload, claims, signature: Buffer.from(signature, 'base64url') };
}

/** A change that a server which does not check signatures has no reason to refuse. */
function extendLifetime(claims: Claims): Claims {
  const { exp } = claims as { exp?: unknown };
  return typeof exp === 'number' ? { ...claims, exp: exp + 60 } : { ...claims, tampered: true };
}

function encode(value: Claims): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
