import type { RequestListener } from 'node:http';
import { listenOnLoopback, stop } from './listen.ts';

export interface LabServer {
  /** `http://localhost:PORT`, or what the user said that others reach it by. */
  readonly issuer: string;
  readonly jwksUri: string;
  readonly close: () => Promise<void>;
}

/**
 * Publishes an authorization server's metadata and keys on loopback (RFC 8414, RFC 7517), so that an endpoint can
 * be told to trust it. It grants nothing: whoever started it mints the tokens.
 * @param issuer how the endpoint reaches it, through a tunnel or from a container; default: `http://localhost:PORT`
 * @throws UsageError `usage.port`
 */
export async function startLabServer(options: {
  readonly port: number;
  readonly issuer?: string | undefined;
  readonly keySet: object;
}): Promise<LabServer> {
  let documents: ReadonlyMap<string, object> = new Map();
  const answer: RequestListener = (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const document = documents.get(pathname);
    const body = document ?? { error: pathname === '/token' ? 'unsupported_grant_type' : 'not_found' };
    const status = document === undefined ? (pathname === '/token' ? 400 : 404) : 200;
    response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(body));
  };
  const { port, servers } = await listenOnLoopback({ host: 'localhost', port: options.port }, answer);
  const issuer = options.issuer ?? `http://localhost:${port}`;
  const base = issuer.replace(/\/$/, '');
  const metadata = metadataOf(issuer, base);
  const { pathname } = new URL(base);
  const path = pathname === '/' ? '' : pathname;
  documents = new Map<string, object>([
    [`/.well-known/oauth-authorization-server${path}`, metadata],
    [`/.well-known/openid-configuration${path}`, metadata],
    [`${path}/.well-known/openid-configuration`, metadata],
    [`${path}/jwks`, options.keySet],
  ]);
  return {
    issuer,
    jwksUri: `${base}/jwks`,
    close: async () => {
      await Promise.all(servers.map(stop));
    },
  };
}

function metadataOf(issuer: string, base: string): object {
  return {
    issuer,
    authorization_endpoint: `${base}/authorize`,
    token_endpoint: `${base}/token`,
    jwks_uri: `${base}/jwks`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'client_credentials'],
    token_endpoint_auth_methods_supported: ['private_key_jwt'],
    token_endpoint_auth_signing_alg_values_supported: ['RS256', 'ES256'],
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  };
}
