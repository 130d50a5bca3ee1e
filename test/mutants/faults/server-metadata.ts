import type { ServerParts } from '../authorization/parts.ts';
import type { Mutant } from '../mutant.ts';

type Document = Readonly<Record<string, unknown>>;

/** Changes both documents, which are one to who publishes them; undefined takes a member out. */
function publishing(change: Document | ((document: Document) => Document)) {
  const changed = (document: Document | undefined): Document | undefined =>
    document === undefined
      ? undefined
      : { ...document, ...(typeof change === 'function' ? change(document) : change) };
  return (parts: ServerParts): ServerParts => ({
    ...parts,
    metadata: () => changed(parts.metadata()),
    openidConfiguration: () => changed(parts.openidConfiguration()),
  });
}

/** Authorization servers whose metadata is missing, wrong or weak. */
export const serverMetadataMutants: readonly Mutant[] = [
  {
    name: 'no-server-metadata',
    about: 'The authorization server publishes no metadata.',
    server: (parts) => ({ ...parts, metadataPaths: () => [], openidPaths: () => [] }),
    killedBy: ['discovery/authorization-server-metadata-found'],
    alsoBy: ['interop/spec-strict'],
  },
  {
    name: 'server-metadata-appended',
    about: 'The OAuth metadata is appended to an issuer with a path, where no client looks.',
    options: { issuerPath: '/tenant' },
    server: (parts, { path }) => ({
      ...parts,
      metadataPaths: () => [`${path}/.well-known/oauth-authorization-server`],
      openidPaths: () => [],
    }),
    killedBy: ['discovery/authorization-server-metadata-found'],
    alsoBy: ['interop/spec-strict'],
  },
  {
    name: 'issuer-with-a-slash',
    about: 'The metadata has the issuer with a slash at its end, and the endpoint names it without.',
    server: publishing(({ issuer }) => ({ issuer: `${String(issuer)}/` })),
    killedBy: ['discovery/issuer-is-exact'],
    alsoBy: ['interop/spec-strict'],
  },
  {
    name: 'issuer-of-another',
    about: 'The metadata has the issuer of another server.',
    server: publishing({ issuer: 'https://honest.example' }),
    killedBy: ['discovery/issuer-is-exact'],
    alsoBy: ['interop/spec-strict'],
  },
  {
    name: 'documents-disagree',
    about: 'The OpenID Connect document names another token endpoint than the OAuth one.',
    server: (parts) => ({
      ...parts,
      openidConfiguration: () => ({
        ...parts.openidConfiguration(),
        token_endpoint: 'https://old.example/token',
      }),
    }),
    killedBy: ['discovery/server-metadata-agrees'],
  },
  {
    name: 'documents-disagree-on-pkce',
    about: 'Only the OAuth document says that PKCE is done.',
    server: (parts) => ({
      ...parts,
      openidConfiguration: () => without(parts.openidConfiguration(), 'code_challenge_methods_supported'),
    }),
    killedBy: ['discovery/server-metadata-agrees'],
  },
  {
    name: 'no-response-types',
    about: 'The metadata lacks `response_types_supported`.',
    server: publishing({ response_types_supported: undefined }),
    killedBy: ['discovery/server-has-required-fields'],
  },
  {
    name: 'response-type-code-missing',
    about: 'The metadata offers people a sign-in and not the response type `code`.',
    server: publishing({ response_types_supported: ['id_token'] }),
    killedBy: ['discovery/server-has-required-fields'],
  },
  {
    name: 'openid-document-half-done',
    about: 'There is an OpenID Connect document alone, without what OpenID Connect demands.',
    server: (parts) => ({
      ...parts,
      metadata: () => undefined,
      openidConfiguration: () => without(parts.openidConfiguration(), 'subject_types_supported'),
    }),
    killedBy: ['discovery/server-has-required-fields'],
  },
  {
    name: 'endpoint-in-plain-http',
    about: 'One endpoint of the authorization server is plain http.',
    server: publishing({ userinfo_endpoint: 'http://login.example/userinfo' }),
    killedBy: ['discovery/server-endpoints-are-https'],
  },
  {
    name: 'pkce-not-advertised',
    about: 'The metadata does not say that PKCE is done.',
    server: publishing({ code_challenge_methods_supported: undefined }),
    killedBy: ['discovery/server-advertises-s256'],
    alsoBy: ['interop/spec-strict'],
  },
  {
    name: 'pkce-plain-only',
    about: 'The metadata offers PKCE with plain alone.',
    server: publishing({ code_challenge_methods_supported: ['plain'] }),
    killedBy: ['discovery/server-advertises-s256'],
    alsoBy: ['interop/spec-strict'],
  },
  {
    name: 'pkce-plain-too',
    about: 'The metadata offers PKCE with plain beside S256.',
    server: publishing({ code_challenge_methods_supported: ['plain', 'S256'] }),
    killedBy: ['discovery/server-advertises-s256'],
  },
  {
    name: 'iss-not-advertised',
    about: 'The metadata does not say that authorization responses have `iss`.',
    server: publishing({ authorization_response_iss_parameter_supported: undefined }),
    killedBy: ['discovery/server-advertises-iss'],
    // The responses still have it, and MUST NOT without saying so.
    alsoBy: ['authorization-endpoint/sends-the-right-iss'],
  },
  {
    name: 'registers-dynamically-only',
    about: 'The authorization server takes no Client ID Metadata Documents.',
    server: publishing({ client_id_metadata_document_supported: undefined }),
    killedBy: ['discovery/server-offers-registration'],
  },
  {
    name: 'registers-nobody',
    about: 'Clients must be registered beforehand.',
    server: publishing({ client_id_metadata_document_supported: false, registration_endpoint: undefined }),
    killedBy: ['discovery/server-offers-registration'],
  },
  {
    name: 'machine-grant-unlisted',
    about: 'The metadata does not list the grant for machines.',
    server: publishing({ grant_types_supported: ['authorization_code', 'refresh_token'] }),
    killedBy: ['discovery/server-offers-client-credentials'],
  },
  {
    name: 'assertion-algorithms-unlisted',
    about: 'The metadata takes private_key_jwt and does not say with which algorithms.',
    server: publishing({ token_endpoint_auth_signing_alg_values_supported: undefined }),
    killedBy: ['discovery/server-offers-client-credentials'],
  },
  {
    name: 'offers-implicit-grant',
    about: 'The metadata lists the implicit grant.',
    server: publishing(({ grant_types_supported: grants }) => ({
      grant_types_supported: [...(grants as readonly string[]), 'implicit'],
    })),
    killedBy: ['discovery/server-leaves-out-legacy-grants'],
  },
  {
    name: 'offers-response-type-token',
    about: 'The metadata lists the response type of the implicit grant.',
    server: publishing({ response_types_supported: ['code', 'id_token token'] }),
    killedBy: ['discovery/server-leaves-out-legacy-grants'],
  },
  {
    name: 'publishes-private-key',
    about: 'The key set shows the private part of a key that signs nothing yet.',
    server: (parts) => ({
      ...parts,
      keySet: () => {
        const { keys } = parts.keySet();
        return { keys: [...keys.slice(0, -1), ...keys.slice(-1).map((key) => ({ ...key, d: 'c2VjcmV0' }))] };
      },
    }),
    killedBy: ['discovery/server-keys-are-public'],
  },
  {
    name: 'publishes-shared-secret',
    about: 'The key set has a shared secret beside the public keys.',
    server: (parts) => ({
      ...parts,
      keySet: () => ({ keys: [...parts.keySet().keys, { kty: 'oct', kid: 'mac', k: 'c2VjcmV0' }] }),
    }),
    killedBy: ['discovery/server-keys-are-public'],
  },
  {
    name: 'takes-unsigned-assertions',
    about: 'The metadata takes client assertions without a signature.',
    server: publishing({ token_endpoint_auth_signing_alg_values_supported: ['ES256', 'none'] }),
    killedBy: ['discovery/server-algorithms-are-sound'],
  },
  {
    name: 'takes-symmetric-proofs',
    about: 'The metadata takes DPoP proofs with a shared secret.',
    server: publishing({ dpop_signing_alg_values_supported: ['ES256', 'HS256'] }),
    killedBy: ['discovery/server-algorithms-are-sound'],
  },
  {
    name: 'offers-unsigned-id-tokens',
    about: 'The metadata offers ID tokens without a signature.',
    server: publishing({ id_token_signing_alg_values_supported: ['RS256', 'none'] }),
    killedBy: ['discovery/server-algorithms-are-sound'],
  },
  {
    name: 'speaks-2025-03-26',
    about:
      'The handshake settles on a revision which looks for the authorization server at the endpoint itself.',
    resource: (parts) => ({
      ...parts,
      negotiateVersion: () => '2025-03-26',
      acceptsVersionHeader: () => true,
    }),
    killedBy: ['discovery/server-at-endpoint-origin'],
  },
];

function without(document: Document | undefined, name: string): Document {
  return Object.fromEntries(Object.entries(document ?? {}).filter(([member]) => member !== name));
}
