import { randomBytes } from 'node:crypto';
import { reply, type SmallServer, startSmallServer } from '../flows/small-server.ts';

/** An authorization server whose refresh tokens are good for one use each, with an MCP endpoint of its own. */
export interface RotatingServer {
  readonly issuer: string;
  readonly mcpUrl: string;
  /** The refresh token that is good now. */
  readonly current: string;
  /** Refresh tokens as they came in, in order. */
  readonly spent: string[];
  /** Bodies of what came to the revocation endpoint, and who said to be the client in the header. */
  readonly revoked: {
    readonly token: string | null;
    readonly client: string | null;
    readonly basic: string;
  }[];
  /** Called when the new token is there and the old one is spent, before the answer is sent. */
  onRotated: () => void;
  /** Whether a spent token is taken once more. */
  isLenient: boolean;
  /** Status of the revocation endpoint; undefined: the metadata names none. */
  revocation: number | undefined;
  readonly close: () => Promise<void>;
}

export async function startRotatingServer(): Promise<RotatingServer> {
  const small: SmallServer = await startSmallServer();
  const issued = () => `rt-${randomBytes(12).toString('hex')}`;
  let current = issued();
  const server: RotatingServer = {
    issuer: small.origin,
    mcpUrl: `${small.origin}/mcp`,
    get current() {
      return current;
    },
    spent: [],
    revoked: [],
    onRotated: () => undefined,
    isLenient: false,
    revocation: undefined,
    close: small.close,
  };
  const metadata = () => ({
    ...small.metadata,
    token_endpoint_auth_methods_supported: ['none', 'client_secret_basic'],
    ...(server.revocation === undefined ? {} : { revocation_endpoint: `${small.origin}/revoke` }),
  });
  small.answer = ({ path, body, headers }, response) => {
    if (path === '/.well-known/oauth-authorization-server') return reply(response, 200, metadata());
    if (path === '/.well-known/oauth-protected-resource/mcp') {
      return reply(response, 200, { resource: server.mcpUrl, authorization_servers: [small.origin] });
    }
    if (path === '/revoke') {
      const { authorization = '' } = headers;
      server.revoked.push({ token: body.get('token'), client: body.get('client_id'), basic: authorization });
      return reply(
        response,
        server.revocation ?? 404,
        server.revocation === 200 ? '' : { error: 'server_error' },
      );
    }
    if (path === '/mcp') return reply(response, 401, {}, { 'WWW-Authenticate': 'Bearer realm="mcp"' });
    if (path !== '/token') return reply(response, 404, '');
    const token = body.get('refresh_token') ?? '';
    const isGood = token === current || (server.isLenient && server.spent.includes(token));
    server.spent.push(token);
    if (!isGood) return reply(response, 400, { error: 'invalid_grant' });
    current = issued();
    server.onRotated();
    const access_token = `at-${randomBytes(12).toString('hex')}`;
    return reply(response, 200, {
      access_token,
      token_type: 'Bearer',
      expires_in: 60,
      refresh_token: current,
    });
  };
  return server;
}
