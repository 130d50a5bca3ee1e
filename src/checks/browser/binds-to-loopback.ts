import { networkInterfaces } from 'node:os';
import { NetworkError } from '../../errors.ts';
import { isLoopbackHost } from '../../text/loopback.ts';
import type { Check } from '../check.ts';

interface Reached {
  readonly port: string;
  /** Whether something took the connection. */
  readonly open: boolean;
  readonly exchanges: readonly number[];
}

export const bindsToLoopback: Check<Reached> = {
  id: 'browser/binds-to-loopback',
  title: 'listens on this machine alone when it runs there',
  level: 'SHOULD',
  spec: [
    'MCP 2026-07-28 Streamable HTTP, Security & Endpoint',
    'MCP 2025-11-25 transports, Security Warning',
  ],
  per: 'target',
  concerns: ({ target }) => isLoopbackHost(new URL(target.url).hostname),
  unmet: ({ evidence }) =>
    networkAddress(evidence.target.url) === undefined
      ? 'This machine has no address in a network under which the server could be tried.'
      : undefined,
  passes:
    "One connection is tried to the endpoint's port at this machine's own address in its network. It has to be refused.",
  fails: 'A connection that is taken is a note.',
  cannotKnow:
    'Whether it is this server that listens there or another program on the same port; whether a firewall keeps others out; other addresses of this machine.',
  fix: 'Listen on 127.0.0.1 or ::1 in place of 0.0.0.0, :: or no address at all.',
  observe: async ({ evidence, http }) => {
    const { target } = evidence;
    const port = portOf(target.url);
    const url = `https://${networkAddress(target.url)}:${port}/`;
    try {
      // https whatever the server speaks: a handshake that fails shows as well that something listens.
      const { exchange } = await http.send({
        method: 'GET',
        url,
        purpose: 'probe',
        phase: 'check',
        timeoutMs: 3_000,
      });
      return { port, open: true, exchanges: [exchange] };
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      const open = opened(error.code);
      if (open === undefined) throw error;
      return { port, open, exchanges: error.exchanges };
    }
  },
  // The address itself stays out of reports, which may be published.
  judge: ({ port, open, exchanges }) => ({
    verdict: open ? 'info' : 'pass',
    message: open
      ? `At this machine's address in its network port ${port} takes connections, so that other machines may reach the server; 127.0.0.1 alone was expected.`
      : `At this machine's address in its network port ${port} takes no connections.`,
    exchanges,
  }),
};

/** What the end of the exchange says of the port; undefined: nothing. */
function opened(code: string): boolean | undefined {
  if (code === 'tcp.refused' || code === 'tcp.unreachable' || code === 'timeout.connect') return false;
  if (code.startsWith('tls.') || code.startsWith('http.') || code.startsWith('limit.')) return true;
  return code === 'tcp.reset' || code.startsWith('timeout.') ? true : undefined;
}

function portOf(url: string): string {
  const { port, protocol } = new URL(url);
  if (port !== '') return port;
  return protocol === 'https:' ? '443' : '80';
}

/** The first address of this machine that others can see, of the family of the target, as URLs write it. */
function networkAddress(url: string): string | undefined {
  const family = new URL(url).hostname.startsWith('[') ? 'IPv6' : 'IPv4';
  const found = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .find((one) => one.family === family && !one.internal && !/^(?:fe80|169\.254)/i.test(one.address));
  if (found === undefined) return undefined;
  return family === 'IPv6' ? `[${found.address}]` : found.address;
}
