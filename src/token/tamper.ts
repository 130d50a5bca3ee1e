import type { Secret, Vault } from '../secret.ts';
import type { Claims } from './claims.ts';
import { byNode, encode, type Forged, partsOf } from './forged.ts';

/** What no authorization server issues as a token. Not secret: it must stay visible in messages. */
export const GARBAGE_TOKEN = 'mcp-authcheck-this-is-not-a-token';

/**
 * The JWT with one byte in the middle of its signature changed; undefined when it is no signed JWT. Never the
 * last character: some of its bits are unused, so that the changed text can decode to the same signature.
 */
export function flipSignatureByte(token: Secret, vault: Vault): Forged | undefined {
  const parts = partsOf(token);
  if (parts === undefined || parts.signature.length === 0) return undefined;
  const bytes = Uint8Array.from(parts.signature);
  const middle = Math.floor(bytes.length / 2);
  bytes[middle] = (bytes[middle] ?? 0) ^ 0xff;
  return {
    token: vault.keep(`${parts.header}.${parts.payload}.${Buffer.from(bytes).toString('base64url')}`),
    inShell: byNode(
      'const b=Buffer.from(s,"base64url");b[b.length>>1]^=255;console.log([h,p,b.toString("base64url")].join("."))',
    ),
  };
}

/** A change of claims, and the same as a statement about the claims `c`. */
export interface ClaimChange {
  /** "another subject" */
  readonly name: string;
  readonly change: (claims: Claims) => Claims;
  readonly statement: string;
}

const ANOTHER = 'mcp-authcheck-somebody-else';
const MORE = 'mcp-authcheck.more';

/** What somebody would want to change: who they are, how long they may come, and what they may do. */
export function temptingChanges(token: Secret): readonly ClaimChange[] {
  const claims = partsOf(token)?.claims;
  return claims === undefined ? [] : [anotherSubject, ...longerLife(claims), morePermissions(claims)];
}

const anotherSubject: ClaimChange = {
  name: 'another subject',
  change: (claims) => ({ ...claims, sub: ANOTHER }),
  statement: `c.sub="${ANOTHER}"`,
};

/** An hour more. */
function longerLife({ exp }: Claims): readonly ClaimChange[] {
  if (typeof exp !== 'number') return [];
  const change = (claims: Claims) => ({ ...claims, exp: exp + 3600 });
  return [{ name: 'a later expiry', change, statement: 'c.exp+=3600' }];
}

/** Where the token has its permissions: scopes as one text or as a list, else roles. */
function morePermissions(claims: Claims): ClaimChange {
  const place = ['scope', 'scp', 'roles'].find((name) => claims[name] !== undefined) ?? 'scope';
  const old = claims[place];
  const name = place === 'roles' ? 'one role more' : 'one scope more';
  if (typeof old === 'string')
    return {
      name,
      change: (all) => ({ ...all, [place]: `${old} ${MORE}` }),
      statement: `c.${place}+=" ${MORE}"`,
    };
  if (Array.isArray(old))
    return {
      name,
      change: (all) => ({ ...all, [place]: [...(old as readonly unknown[]), MORE] }),
      statement: `c.${place}.push("${MORE}")`,
    };
  return { name, change: (all) => ({ ...all, [place]: MORE }), statement: `c.${place}="${MORE}"` };
}

/** The JWT with other claims under its old signature; undefined when it is no JWT. */
export function changePayload(token: Secret, vault: Vault, change: ClaimChange): Forged | undefined {
  const parts = partsOf(token);
  if (parts === undefined) return undefined;
  const payload = encode(change.change(parts.claims));
  return {
    token: vault.keep(`${parts.header}.${payload}.${parts.signature.toString('base64url')}`),
    inShell: byNode(`const c=read(p);${change.statement};console.log([h,write(c),s].join("."))`),
  };
}

/** The JWT without what stands behind its second dot, and without that dot; none when it is no JWT. */
export function stripSignature(
  token: Secret,
  vault: Vault,
): { readonly withDot: Forged; readonly withoutDot: Forged } | undefined {
  const parts = partsOf(token);
  if (parts === undefined) return undefined;
  const rest = `${parts.header}.${parts.payload}`;
  return {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in
    withDot: { token: vault.keep(`${rest}.`), inShell: '${TOKEN%.*}.' },
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in
    withoutDot: { token: vault.keep(rest), inShell: '${TOKEN%.*}' },
  };
}

export interface Unsigned extends Forged {
  readonly algorithm: string;
}

/** The JWT's claims, unsigned, with `alg` "none" in three spellings (RFC 7519 §6); none when it is no JWT. */
export function algNone(token: Secret, vault: Vault): readonly Unsigned[] {
  const parts = partsOf(token);
  if (parts === undefined) return [];
  return ['none', 'None', 'NONE'].map((algorithm) => ({
    algorithm,
    token: vault.keep(`${encode({ ...parts.headerClaims, alg: algorithm })}.${parts.payload}.`),
    inShell: byNode(`console.log(write({...read(h),alg:"${algorithm}"})+"."+p+".")`),
  }));
}
