import { quote, quoteAll } from '../../token/index.ts';
import type { Check, CheckContext, Judgement } from '../check.ts';
import { urlProblem } from '../discovered.ts';
import { jsonAt } from '../json-at.ts';

interface KeySet {
  readonly uri: string;
  /** Undefined: it was not asked for, because the URL forbids it. */
  readonly status?: number;
  /** Undefined: what came is no JWK Set. */
  readonly keys?: readonly Key[];
  readonly exchanges: readonly number[];
}

interface Key {
  readonly kid: string | undefined;
  readonly kty: string;
  /** Names, never values, of members that only the signer may know. */
  readonly secret: readonly string[];
}

export const serverKeysArePublic: Check<KeySet> = {
  id: 'discovery/server-keys-are-public',
  title: 'names an authorization server that publishes its public keys, and those alone',
  level: 'MUST',
  spec: ['OpenID Connect Discovery 1.0 §3', 'RFC 7517 §9.2', 'RFC 7517 §5', 'RFC 8414 §2'],
  passes: '`jwks_uri` is https and answers with a JWK Set whose keys have no private member.',
  fails:
    'A key shows a private member (`d`, `p`, `q`, …) or a shared secret (`k`), so that anybody can sign tokens: fail. So is a URL that is not https, another status than 200, or a document that is no JWK Set. A set without any key: warn.',
  cannotKnow: 'Who else has the private keys.',
  fix: 'Export public keys only (`kty`, `kid`, `alg`, `use`, `n`, `e` or `crv`, `x`, `y`). Keys whose private part was published are lost: replace them at once, and end every token that they signed.',
  per: 'target',
  unmet: (context) => {
    if (keysOf(context) !== undefined) return undefined;
    return context.evidence.flows.some(({ token }) => token?.format === 'jwt')
      ? 'The metadata names no jwks_uri, so where the keys are is not known; name them with --jwks.'
      : 'The metadata names no jwks_uri, and no token was seen whose signature would need it.';
  },
  observe: async (context) => {
    const uri = keysOf(context) ?? '';
    if (urlProblem(uri) !== undefined) return { uri, exchanges: [] };
    const answer = await jsonAt(context, uri, context.evidence.target.jwksUri === undefined);
    const keys = answer.document?.keys;
    return {
      uri,
      status: answer.status,
      ...(Array.isArray(keys) && keys.every(isObject) ? { keys: keys.map(keyOf) } : {}),
      exchanges: [answer.exchange],
    };
  },
  judge: (observation) => ({ ...judgeKeys(observation), exchanges: observation.exchanges }),
};

function keysOf({ evidence: { target, discovery } }: CheckContext): string | undefined {
  return target.jwksUri ?? discovery?.authorizationServerMetadata?.document.jwks_uri;
}

function judgeKeys({ uri, status, keys }: KeySet): Omit<Judgement, 'exchanges'> {
  const problem = urlProblem(uri);
  if (problem !== undefined)
    return { verdict: 'fail', message: `The \`jwks_uri\` ${quote(uri)} ${problem}.` };
  if (status !== 200)
    return { verdict: 'fail', message: `${quote(uri)} answered ${status}; a JWK Set was expected.` };
  if (keys === undefined)
    return {
      verdict: 'fail',
      message: `${quote(uri)} answered 200, but with no JWK Set (an object with "keys").`,
    };
  const shown = keys.filter(({ secret }) => secret.length > 0);
  if (shown.length > 0)
    return {
      verdict: 'fail',
      message: `At ${quote(uri)} ${shown.map(describe).join('; ')}: whoever reads it can sign tokens.`,
    };
  return keys.length === 0
    ? {
        verdict: 'warn',
        message: `The JWK Set at ${quote(uri)} has no key, so that no signature can be verified.`,
      }
    : {
        verdict: 'pass',
        message: `The JWK Set at ${quote(uri)} has ${keys.length} keys with public members only.`,
      };
}

function describe({ kid, kty, secret }: Key): string {
  const name = kid === undefined ? 'a key without "kid"' : `the key ${quote(kid, 60)}`;
  return `${name} (${quote(kty, 20)}) shows ${quoteAll(secret)}`;
}

/** RFC 7518 §6.2.2, §6.3.2 and §6.4.1, RFC 8037 §2. */
const SECRET_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];

function keyOf(jwk: Readonly<Record<string, unknown>>): Key {
  const { kid, kty } = jwk;
  return {
    kid: typeof kid === 'string' ? kid : undefined,
    kty: typeof kty === 'string' ? kty : 'no type',
    secret: SECRET_MEMBERS.filter((name) => jwk[name] !== undefined),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
