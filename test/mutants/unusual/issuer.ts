import { CompactSign, exportJWK, generateKeyPair } from 'jose';
import type { Unusual } from './unusual.ts';

const rotated = generateKeyPair('RS256', { extractable: true });

/** Other authorization servers, other tokens. */
export const issuerUnusuals: readonly Unusual[] = [
  { name: 'issuer-with-path', about: 'The issuer has a path.', options: { issuerPath: '/tenant' } },
  { name: 'es256', about: 'Tokens are signed with ES256.', options: { algorithm: 'ES256' } },
  { name: 'eddsa', about: 'Tokens are signed with EdDSA.', options: { algorithm: 'EdDSA' } },
  {
    name: 'opaque',
    about: 'Tokens are opaque, and introspected.',
    options: { tokens: 'opaque' },
  },
  {
    name: 'entra',
    about: 'It has the ways of Microsoft Entra ID.',
    options: { entra: true },
    mayFind: { 'entra/short-scopes': 'This world has one API, and its scopes are short everywhere.' },
  },
  { name: 'bound-tokens', about: 'Machines bind their tokens to a key (DPoP).', options: { dpop: true } },
  {
    name: 'scope-as-array',
    about: 'The scope claim is a list.',
    server: (parts) => ({
      ...parts,
      accessTokenClaims: (grant, jti, now) => ({
        ...parts.accessTokenClaims(grant, jti, now),
        scope: grant.scopes,
      }),
    }),
    resource: (parts) => ({
      ...parts,
      callerOf: (claims, principal) => ({
        ...parts.callerOf(claims, principal),
        permissions: Array.isArray(claims.scope) ? claims.scope.map(String) : [],
      }),
    }),
  },
  {
    name: 'audience-list',
    about: 'Tokens are for the endpoint and for one more API.',
    server: (parts) => ({
      ...parts,
      accessTokenClaims: (grant, jti, now) => {
        const claims = parts.accessTokenClaims(grant, jti, now);
        return { ...claims, aud: [claims.aud, 'urn:second-api'].flat() };
      },
    }),
    mayWarn: {
      'token-endpoint/honours-resource': 'whatever is asked for, the token opens the second API as well',
    },
  },
  {
    name: 'key-rotation',
    about: 'The signing key changes in mid-run; the old one stays published.',
    server: (parts) => {
      let count = 0;
      return {
        ...parts,
        keySet: () => ({ keys: count < 2 ? parts.keySet().keys : [...parts.keySet().keys, ...published] }),
        sign: async (claims, header) => {
          count += 1;
          if (count <= 2) return parts.sign(claims, header);
          const { privateKey, publicKey } = await rotated;
          if (published.length === 0)
            published.push({ ...(await exportJWK(publicKey)), kid: 'rotated', alg: 'RS256', use: 'sig' });
          return new CompactSign(Buffer.from(JSON.stringify(claims)))
            .setProtectedHeader({ ...header, alg: 'RS256', kid: 'rotated' })
            .sign(privateKey);
        },
      };
    },
  },
  {
    name: 'no-registration',
    about: 'Clients are registered by hand only.',
    server: (parts) => ({
      ...parts,
      metadata: () => without(parts.metadata()),
      openidConfiguration: () => without(parts.openidConfiguration()),
    }),
    mayWarn: {
      'discovery/server-offers-registration': 'revisions since 2025-11-25 recommend metadata documents',
    },
  },
  {
    name: 'metadata-of-openid-only',
    about: 'Publishes OpenID Connect Discovery and no RFC 8414 document.',
    server: (parts) => ({ ...parts, metadata: () => undefined }),
  },
];

const published: object[] = [];

function without(document: Readonly<Record<string, unknown>> | undefined) {
  if (document === undefined) return undefined;
  const {
    registration_endpoint: _endpoint,
    client_id_metadata_document_supported: _cimd,
    ...rest
  } = document;
  return rest;
}
