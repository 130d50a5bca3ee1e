import type { JWTPayload } from 'jose';
import type { ServerParts } from '../authorization/parts.ts';
import type { Mutant } from '../mutant.ts';

/** What a token that the endpoint refuses costs besides. */
export const NOBODY_GETS_IN = [
  'endpoint/accepts-valid-token',
  'token/refresh-works',
  'scope/honours-broader-scope',
  'scope/insufficient-is-403',
  'scope/insufficient-is-not-401',
  'scope/refuses-token-without-scope',
  'server/lists-expected-tools',
  'server/answers-expected-results',
];

/** Writes these claims into every access token; undefined takes one out. */
function claiming(claims: (now: number) => Readonly<JWTPayload>) {
  return (parts: ServerParts): ServerParts => ({
    ...parts,
    accessTokenClaims: (grant, jti, now) => ({
      ...parts.accessTokenClaims(grant, jti, now),
      ...claims(now),
    }),
  });
}

function answering(members: Readonly<Record<string, unknown>>) {
  return (parts: ServerParts): ServerParts => ({
    ...parts,
    tokenMembers: (grant, claims) => ({ ...parts.tokenMembers(grant, claims), ...members }),
  });
}

/** Authorization servers whose access tokens are not what they should be. */
export const tokenMutants: readonly Mutant[] = [
  {
    name: 'token-type-is-mac',
    about: 'The token answer has a type that no client knows.',
    server: answering({ token_type: 'MAC' }),
    killedBy: ['token/type-is-bearer'],
  },
  {
    name: 'token-type-is-missing',
    about: 'The token answer has no type.',
    server: answering({ token_type: undefined }),
    killedBy: ['token/type-is-bearer'],
  },
  {
    name: 'signs-with-unpublished-key',
    about: 'The signature is none that a published key made.',
    server: (parts) => ({
      ...parts,
      sign: async (claims, header) => {
        const signed = await parts.sign(claims, header);
        const other = await parts.sign({ ...claims, jti: 'another' }, header);
        return `${signed.slice(0, signed.lastIndexOf('.'))}${other.slice(other.lastIndexOf('.'))}`;
      },
    }),
    killedBy: ['token/signature-verifies'],
    alsoBy: NOBODY_GETS_IN,
  },
  {
    name: 'signs-nothing',
    about: 'Tokens are unsigned, with `alg` none.',
    server: (parts) => ({
      ...parts,
      sign: async (claims, header) => {
        const segments = [{ ...header, alg: 'none' }, claims];
        const text = segments.map((one) => Buffer.from(JSON.stringify(one)).toString('base64url'));
        return `${text.join('.')}.`;
      },
    }),
    killedBy: ['token/is-signed-asymmetrically'],
    alsoBy: [...NOBODY_GETS_IN, 'token/signature-verifies'],
  },
  {
    name: 'tokens-called-jwt',
    about: 'Access tokens do not say that they are such.',
    server: (parts) => ({
      ...parts,
      tokenHeader: (kid, alg) => ({ ...parts.tokenHeader(kid, alg), typ: 'JWT' }),
    }),
    killedBy: ['token/typ-is-at-jwt'],
    alsoBy: NOBODY_GETS_IN,
  },
  {
    name: 'tokens-of-another-issuer',
    about: 'Access tokens name another issuer than the metadata.',
    server: claiming(() => ({ iss: 'https://another.example' })),
    killedBy: ['token/issuer-as-expected', 'token/issuer-is-the-server'],
    alsoBy: NOBODY_GETS_IN,
  },
  {
    name: 'tokens-of-issuer-with-a-slash',
    about: 'Access tokens name the issuer with a slash at its end.',
    server: (parts, { issuer }) => claiming(() => ({ iss: `${issuer}/` }))(parts),
    killedBy: ['token/issuer-is-the-server'],
    alsoBy: [...NOBODY_GETS_IN, 'token/issuer-as-expected'],
  },
  {
    name: 'tokens-for-another-audience',
    about: 'Access tokens are for another resource than the one that was asked for.',
    server: claiming(() => ({ aud: 'https://another.example/mcp' })),
    killedBy: ['token/audience-as-expected', 'token/audience-is-the-resource'],
    alsoBy: [...NOBODY_GETS_IN, 'token-endpoint/honours-resource'],
  },
  {
    name: 'grants-fewer-scopes',
    about: 'Fewer scopes are granted than asked for, and the answer says so.',
    server: (parts) => ({ ...parts, grantedScopes: () => ['calculator.add'] }),
    killedBy: ['token/scopes-as-expected', 'token/grants-what-was-asked'],
    alsoBy: ['token/refresh-works', 'server/answers-expected-results'],
  },
  {
    name: 'grants-otherwise-silently',
    about: 'Access tokens hold a scope that nobody asked for, and the answer does not say so.',
    server: (parts) => ({
      ...parts,
      accessTokenClaims: (grant, jti, now) => {
        const claims = parts.accessTokenClaims(grant, jti, now);
        return { ...claims, scope: `${String(claims.scope)} calculator.audit` };
      },
    }),
    killedBy: ['token/grants-what-was-asked'],
  },
  {
    name: 'tokens-without-roles',
    about: 'Access tokens lack the roles that the principal has.',
    server: claiming(() => ({ roles: undefined })),
    killedBy: ['token/roles-as-expected'],
  },
  {
    name: 'tokens-expired-at-birth',
    about: 'Access tokens have expired when they are issued.',
    server: claiming((now) => ({ exp: now - 20 })),
    killedBy: ['token/not-expired'],
  },
  {
    name: 'tokens-live-for-days',
    about: 'Access tokens live for two days.',
    options: { lifetime: 172_800 },
    killedBy: ['token/is-short-lived'],
  },
  {
    name: 'refreshes-nothing',
    about: 'Refresh tokens are handed out and none is known afterwards.',
    server: (parts) => ({ ...parts, findRefreshToken: () => undefined }),
    killedBy: ['token/refresh-works'],
  },
];
