import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto';
import type { JWK, JWTPayload } from 'jose';
import type { Mutant } from '../mutant.ts';
import type { ResourceContext, ResourceParts } from '../resource/parts.ts';

interface Read {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: JWTPayload;
  readonly segments: readonly string[];
}

/** Reads what looks like a JWT, signed or not. */
function read(token: string): Read | undefined {
  const segments = token.split('.');
  try {
    const [header, claims] = segments
      .slice(0, 2)
      .map((segment) => JSON.parse(Buffer.from(segment, 'base64url').toString('utf8')) as object);
    if (header === undefined || claims === undefined) return undefined;
    return { header: header as Read['header'], claims: claims as JWTPayload, segments };
  } catch {
    return undefined;
  }
}

/** Believes tokens that are so, without looking at their signature. */
function believing(
  name: string,
  about: string,
  isSo: (token: Read) => boolean,
  killedBy: readonly string[],
  alsoBy: readonly string[] = [],
): Mutant {
  return {
    name,
    about,
    resource: (parts) => ({
      ...parts,
      believedUnverified: (token) => {
        const found = read(token);
        return found !== undefined && isSo(found) ? found.claims : undefined;
      },
    }),
    killedBy,
    alsoBy,
  };
}

/** Judges one claim otherwise. */
function judging(
  name: string,
  about: string,
  wrong: (parts: ResourceParts, context: ResourceContext) => Partial<ResourceParts>,
  ...killedBy: readonly string[]
): Mutant {
  return { name, about, resource: (parts, context) => ({ ...parts, ...wrong(parts, context) }), killedBy };
}

/** Takes HS256 with the published key in one of its forms: three functions, and one mistake. */
function confusing(form: string, secretOf: (key: JWK) => string): Mutant {
  return {
    name: `confuses-keys-as-${form}`,
    about: `HS256 is taken, with the public key as ${form} for a shared secret.`,
    resource: (parts) => ({
      ...parts,
      acceptsAlgorithm: (alg) => alg === 'HS256' || parts.acceptsAlgorithm(alg),
      selectKey: (keys, header) =>
        header.alg === 'HS256' ? keys.find(({ kid }) => kid === header.kid) : parts.selectKey(keys, header),
      verifySignature: async (token, key, header) => {
        if (header.alg !== 'HS256') return parts.verifySignature(token, key, header);
        const end = token.lastIndexOf('.');
        const expected = createHmac('sha256', secretOf(key)).update(token.slice(0, end)).digest('base64url');
        return token.slice(end + 1) === expected;
      },
    }),
    killedBy: ['endpoint/rejects-key-confusion'],
  };
}

function pem(key: JWK, type: 'spki' | 'pkcs1'): string {
  return createPublicKey({ key: key as JsonWebKey, format: 'jwk' })
    .export({ type, format: 'pem' })
    .toString();
}

const KEYS = [
  'endpoint/rejects-self-signed-token',
  'endpoint/rejects-unknown-key',
  'endpoint/rejects-embedded-key',
  'endpoint/rejects-key-confusion',
];

/** Endpoints that take tokens which are not good. */
export const endpointTokenMutants: readonly Mutant[] = [
  {
    name: 'accepts-any-signature',
    about: 'The signature of a token is not verified, as long as its key is known.',
    resource: (parts) => ({ ...parts, verifySignature: async () => true }),
    killedBy: ['endpoint/rejects-tampered-payload', 'endpoint/rejects-tampered-signature'],
    alsoBy: ['endpoint/rejects-self-signed-token', 'endpoint/refuses-with-401-not-500'],
  },
  believing(
    'decodes-without-verifying',
    'Tokens are decoded and never verified.',
    () => true,
    ['endpoint/rejects-alg-none', 'endpoint/rejects-stripped-signature', ...KEYS],
    [
      'endpoint/rejects-tampered-payload',
      'endpoint/rejects-tampered-signature',
      'endpoint/refuses-with-401-not-500',
    ],
  ),
  believing(
    'believes-alg-none',
    'A token with alg "none" is taken unsigned.',
    ({ header }) => header.alg === 'none',
    ['endpoint/rejects-alg-none'],
  ),
  believing(
    'forbids-one-spelling-of-none',
    'alg "none" is refused, and taken when it is spelt otherwise.',
    ({ header }) => header.alg !== 'none' && String(header.alg).toLowerCase() === 'none',
    ['endpoint/rejects-alg-none'],
  ),
  believing(
    'believes-what-has-no-signature',
    'A token with nothing behind its second dot is taken.',
    ({ header, segments }) => segments[2] === '' && String(header.alg).toLowerCase() !== 'none',
    ['endpoint/rejects-stripped-signature'],
  ),
  believing(
    'believes-two-segments',
    'A token of two segments is taken.',
    ({ segments }) => segments.length === 2,
    ['endpoint/rejects-stripped-signature'],
  ),
  believing(
    'believes-unknown-keys',
    'A token whose key id is in no key set is taken unverified.',
    ({ header }) => header.jwk === undefined && !String(header.kid).startsWith('key-'),
    ['endpoint/rejects-unknown-key'],
  ),
  judging(
    'trusts-embedded-keys',
    'A key in the header of the token goes before those of the issuer.',
    (parts) => ({
      selectKey: (keys, header) => (header.jwk as JWK | undefined) ?? parts.selectKey(keys, header),
    }),
    'endpoint/rejects-embedded-key',
  ),
  confusing('spki', (key) => pem(key, 'spki')),
  confusing('pkcs1', (key) => pem(key, 'pkcs1')),
  confusing('jwk', (key) => JSON.stringify(key)),
  judging(
    'believes-other-subjects',
    'Whether the signature is right is asked of tokens of known subjects alone.',
    (parts) => ({
      verifySignature: async (token, key, header) =>
        read(token)?.claims.sub === 'mcp-authcheck-somebody-else' ||
        parts.verifySignature(token, key, header),
    }),
    'endpoint/rejects-tampered-payload',
  ),
  {
    ...judging(
      'accepts-any-audience',
      'Tokens are taken that were issued for another resource.',
      () => ({ acceptsAudience: () => true }),
      'endpoint/rejects-wrong-audience',
      'endpoint/rejects-missing-audience',
      'endpoint/audience-is-exact',
    ),
    alsoBy: ['leakage/rejects-token-of-upstream-api'],
  },
  judging(
    'accepts-missing-audience',
    'The audience is compared only where there is one.',
    (parts) => ({ acceptsAudience: (aud) => aud === undefined || parts.acceptsAudience(aud) }),
    'endpoint/rejects-missing-audience',
  ),
  judging(
    'accepts-beginnings-of-the-audience',
    'An audience is taken that begins with the origin of the endpoint.',
    (_parts, { origin }) => ({ acceptsAudience: (aud) => String(aud).startsWith(origin) }),
    'endpoint/audience-is-exact',
  ),
  judging(
    'compares-audiences-without-case',
    'The case of an audience does not matter.',
    (_parts, { url }) => ({ acceptsAudience: (aud) => String(aud).toLowerCase() === url }),
    'endpoint/audience-is-exact',
  ),
  judging(
    'accepts-any-issuer',
    'Tokens are taken whoever issued them, where the key is known.',
    () => ({ acceptsIssuer: () => true }),
    'endpoint/rejects-wrong-issuer',
  ),
  judging(
    'ignores-expiry',
    'Tokens are taken after their expiry.',
    () => ({ acceptsExpiry: () => true }),
    'endpoint/rejects-expired-token',
    'endpoint/refuses-with-401-not-500',
  ),
  judging(
    'ignores-not-before',
    'Tokens are taken before their time.',
    () => ({ acceptsNotBefore: () => true }),
    'endpoint/rejects-token-before-its-time',
  ),
  judging(
    'knows-no-revocation',
    'Tokens are taken until they expire, also when they were revoked.',
    () => ({ isRevoked: () => false }),
    'endpoint/rejects-revoked-token',
  ),
  {
    name: 'takes-any-kind-of-token',
    about: 'ID tokens and refresh tokens of the issuer let in like access tokens.',
    resource: (parts) => ({
      ...parts,
      exempt: ({ request }) => {
        const token = request.headers.authorization?.[0]?.split(' ')[1] ?? '';
        const isOther = read(token)?.header.typ === 'JWT' || /^[\w-]{43}$/.test(token);
        return isOther ? parts.callerOf({ sub: 'person' }, 'person') : undefined;
      },
    }),
    killedBy: ['endpoint/rejects-refresh-token', 'endpoint/rejects-id-token'],
  },
];
