import type { BoundaryParts, ResourceContext } from './parts.ts';

const allowedHeaders = [
  'Authorization',
  'Content-Type',
  'Accept',
  'Last-Event-ID',
  'MCP-Protocol-Version',
  'Mcp-Session-Id',
  'Mcp-Method',
  'Mcp-Name',
];

/** Pages of the server's own origin may call it, others may not. MCP Streamable HTTP, Security Warning. */
export function correctBoundary({ origin: own }: ResourceContext): BoundaryParts {
  return {
    allowsHost: (host) => host === new URL(own).host,
    allowsOrigin: (origin) => origin === own,
    foreignStatus: () => 403,
    corsHeaders: (origin) => ({
      'access-control-allow-origin': origin,
      'access-control-expose-headers': 'WWW-Authenticate, Mcp-Session-Id',
      vary: 'Origin',
    }),
    preflight: () => ({
      status: 204,
      headers: {
        'access-control-allow-methods': 'GET, POST, DELETE',
        'access-control-allow-headers': allowedHeaders.join(', '),
        'access-control-max-age': '600',
      },
    }),
  };
}
