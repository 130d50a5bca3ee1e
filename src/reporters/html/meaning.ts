import type { Exchange, Result, TargetReport } from '../../types.ts';

/** What an exchange of the road was for, in a few words. `index`: its place within the step. */
export function meaningOf(
  exchange: Exchange,
  index: number,
  step: Result | undefined,
  target: TargetReport,
): string {
  const document = DOCUMENTS.find(([part]) => pathOf(exchange.url).includes(part));
  if (document !== undefined && exchange.method === 'GET') return document[1];
  if (exchange.phase === 'discovery') return 'knocks without a token';
  if (exchange.phase === 'registration') return 'registers as a client';
  if (exchange.phase === 'authorization') return 'asks for authorization';
  if (exchange.phase === 'token') {
    return exchange.method === 'GET' ? 'reads a document' : 'asks for a token';
  }
  return ofSession(exchange, index, step, target);
}

const DOCUMENTS: readonly (readonly [part: string, what: string])[] = [
  ['/.well-known/oauth-protected-resource', 'reads the protected resource metadata'],
  ['/.well-known/openid-configuration', 'reads the authorization server metadata'],
  ['/.well-known/oauth-authorization-server', 'reads the authorization server metadata'],
  ['/keys', 'reads the signing keys'],
  ['/certs', 'reads the signing keys'],
  ['jwks', 'reads the signing keys'],
];

function ofSession(
  exchange: Exchange,
  index: number,
  step: Result | undefined,
  target: TargetReport,
): string {
  const tool = toolOf(exchange, step, target);
  if (tool !== undefined) return `calls ${tool}`;
  if (exchange.method === 'DELETE') return 'ends the session';
  if (exchange.method === 'GET') return 'opens the event stream';
  if (exchange.status === 202) return 'sends a notification';
  const handshake = step?.protocol !== undefined && step.protocol < '2026';
  if (index === 0) return handshake ? 'initializes a session' : 'asks with the token';
  return 'asks with the token';
}

/** The results of calls stand in the order of the calls. */
function toolOf({ n }: Exchange, step: Result | undefined, target: TargetReport): string | undefined {
  if (step === undefined) return undefined;
  const results = target.results.filter(
    ({ id, flow, protocol }) => id === 'road/call' && flow === step.flow && protocol === step.protocol,
  );
  const calls = target.flows
    .filter(({ flow }) => flow === step.flow)
    .flatMap(({ sessions }) => sessions.filter(({ protocol }) => protocol === step.protocol))
    .flatMap((session) => session.calls);
  const place = results.findIndex(({ exchanges }) => exchanges.includes(n));
  if (place < 0) return undefined;
  return results.length === calls.length ? calls[place]?.tool.slice(0, 60) : 'a tool';
}

/** Path without query; the URL itself where it is none. */
export function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
