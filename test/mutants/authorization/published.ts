import { PROOF_ALGORITHMS } from '../proof.ts';
import type { PublishedParts } from './parts.ts';
import type { ServerContext } from './state.ts';

/** RFC 8414 and OpenID Connect Discovery say the same. */
export function correctPublished(context: ServerContext): PublishedParts {
  const { issuer, path, keys, scopes, dpop } = context;
  const document = (): Readonly<Record<string, unknown>> => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    registration_endpoint: `${issuer}/register`,
    revocation_endpoint: `${issuer}/revoke`,
    introspection_endpoint: `${issuer}/introspect`,
    scopes_supported: [...scopes],
    response_types_supported: ['code'],
    response_modes_supported: ['query'],
    grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token'],
    token_endpoint_auth_methods_supported: [
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      'none',
    ],
    token_endpoint_auth_signing_alg_values_supported: ['ES256', 'RS256'],
    revocation_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'none'],
    introspection_endpoint_auth_methods_supported: ['client_secret_basic'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    client_id_metadata_document_supported: true,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: keys.map(({ alg }) => alg),
    ...(dpop ? { dpop_signing_alg_values_supported: [...PROOF_ALGORITHMS] } : {}),
  });
  return {
    metadata: document,
    openidConfiguration: document,
    metadataPaths: () => [`/.well-known/oauth-authorization-server${path}`],
    openidPaths: () => [
      `/.well-known/openid-configuration${path}`,
      `${path}/.well-known/openid-configuration`,
    ],
    keySet: () => ({ keys: keys.map(({ publicJwk }) => publicJwk) }),
    metadataHeaders: () => ({
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': 'MCP-Protocol-Version',
    }),
  };
}
