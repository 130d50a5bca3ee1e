import { setTimeout as delay } from 'node:timers/promises';
import type { HttpAnswer, HttpRequest } from '../http.ts';
import type { Unusual } from './unusual.ts';

/** Other ways of speaking MCP. */
export const protocolUnusuals: readonly Unusual[] = [
  {
    name: 'stateless-handshake',
    about: 'The handshake era without sessions: no session id, no GET stream.',
    resource: (parts) => ({
      ...parts,
      needsSession: () => false,
      allowsMethod: ({ request }) => request.method === 'POST',
      answer: (_request, { headers: { 'mcp-session-id': _id, ...headers }, ...answer }) => ({
        ...answer,
        headers,
      }),
    }),
  },
  {
    name: 'modern-only',
    about: 'Speaks 2026-07-28 and nothing older.',
    target: { protocol: 'auto' },
    resource: (parts) => ({
      ...parts,
      unspoken: ({ era }) =>
        era === 'handshake' ? { code: -32022, message: 'This protocol version is not served' } : undefined,
    }),
  },
  {
    name: 'handshake-only',
    about: 'Speaks the handshake revisions and not 2026-07-28.',
    target: { protocol: 'auto' },
    resource: (parts) => ({
      ...parts,
      unspoken: ({ era }) =>
        era === 'modern' ? { code: -32000, message: 'Unsupported protocol version' } : undefined,
    }),
  },
  {
    name: 'revision-2025-06-18',
    about: 'Speaks 2025-06-18 at most.',
    target: { protocol: 'auto' },
    resource: (parts) => ({
      ...parts,
      negotiateVersion: () => '2025-06-18',
      acceptsVersionHeader: (version) => version === undefined || version === '2025-06-18',
      unspoken: ({ era }) =>
        era === 'modern' ? { code: -32000, message: 'Unsupported protocol version' } : undefined,
    }),
  },
  {
    name: 'event-streams-only',
    about: 'Answers every request with an event stream of one event.',
    resource: (parts) => ({ ...parts, answer: (request, answer) => asEvents(request, answer) }),
  },
  {
    name: 'paginated',
    about: 'Lists two tools on a page.',
    resource: (parts) => ({ ...parts, answer: (request, answer) => onePage(request, answer) }),
  },
  {
    name: 'slow',
    about: 'Takes its time for every answer.',
    resource: (parts) => ({
      ...parts,
      answer: async (_request, answer) => {
        await delay(60);
        return answer;
      },
    }),
  },
  {
    name: 'rate-limited-once',
    about: 'Is busy for a moment in mid-run, and says when to come back.',
    resource: (parts) => {
      let count = 0;
      return {
        ...parts,
        answer: (_request, answer) => {
          count += 1;
          if (count !== 60) return answer;
          return { status: 429, headers: { 'retry-after': '1', 'content-type': 'text/plain' }, body: 'busy' };
        },
      };
    },
  },
  { name: 'over-tls', about: 'The endpoint has TLS 1.2 and later.', options: { endpointTls: 'modern' } },
  {
    name: 'short-session-ids',
    about: 'Session ids are 128 random bits in hexadecimal.',
    resource: (parts) => ({
      ...parts,
      newSessionId: (caller) => parts.newSessionId(caller).replaceAll('-', ''),
    }),
  },
  {
    name: 'says-403-to-strangers',
    about: 'A session of somebody else is 403 and not 404.',
    resource: (parts) => ({ ...parts, strangerStatus: () => 403 }),
  },
];

function asEvents(request: HttpRequest, answer: HttpAnswer): HttpAnswer {
  const isRpc = request.method === 'POST' && answer.status === 200 && answer.body !== undefined;
  if (!isRpc) return answer;
  return {
    ...answer,
    headers: { ...answer.headers, 'content-type': 'text/event-stream' },
    body: `event: message\ndata: ${answer.body}\n\n`,
  };
}

function onePage(request: HttpRequest, answer: HttpAnswer): HttpAnswer {
  const asked: unknown = request.body === '' ? undefined : parse(request.body);
  const said: unknown = answer.body === undefined ? undefined : parse(answer.body);
  if (!isListing(asked) || !isListed(said)) return answer;
  const start = Number(asked.params?.cursor ?? 0);
  const tools = said.result.tools.slice(start, start + 2);
  const more = start + 2 < said.result.tools.length ? { nextCursor: String(start + 2) } : {};
  return { ...answer, body: JSON.stringify({ ...said, result: { ...said.result, tools, ...more } }) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isListing(body: unknown): body is { readonly params?: { readonly cursor?: string } } {
  return typeof body === 'object' && body !== null && 'method' in body && body.method === 'tools/list';
}

function isListed(body: unknown): body is { readonly result: { readonly tools: readonly unknown[] } } {
  if (typeof body !== 'object' || body === null || !('result' in body)) return false;
  const { result } = body;
  return typeof result === 'object' && result !== null && 'tools' in result && Array.isArray(result.tools);
}
