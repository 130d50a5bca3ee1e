import type { Secret } from '../secret.ts';
import type { HeaderList, ProbeRequest, SentRequest, Target } from '../types.ts';
import { MODERN, NEWEST_LEGACY } from './session-plan.ts';

export interface ClientInfo {
  readonly name: string;
  readonly version: string;
}

/** The request's member that `Mcp-Name` repeats (2026-07-28 transports). */
const NAMED_BY: Readonly<Record<string, string>> = {
  'tools/call': 'name',
  'prompts/get': 'name',
  'resources/read': 'uri',
};

/** JSON-RPC message of a probe as its era writes it (MCP lifecycle 2025-11-25; 2026-07-28 basic). */
export function probeBody(request: ProbeRequest, clientInfo: ClientInfo): string {
  if (request.body !== undefined) return request.body;
  const { method, params, notification } = rpcOf(request);
  const id = notification === true ? {} : { id: 1 };
  if (request.era === 'modern') {
    const meta = {
      'io.modelcontextprotocol/protocolVersion': MODERN,
      'io.modelcontextprotocol/clientInfo': clientInfo,
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    return JSON.stringify({ jsonrpc: '2.0', ...id, method, params: { _meta: meta, ...params } });
  }
  const handshake = { protocolVersion: NEWEST_LEGACY, capabilities: {}, clientInfo };
  const legacyParams = method === 'initialize' ? { ...handshake, ...params } : params;
  return JSON.stringify({
    jsonrpc: '2.0',
    ...id,
    method,
    ...(legacyParams === undefined ? {} : { params: legacyParams }),
  });
}

type SentHeaders = SentRequest['headers'];

/**
 * Header lines in the order they are sent. A name in `request.headers` replaces what would be sent itself; without
 * a value it takes it away. `proof`: of the key that the token is bound to (RFC 9449 §7.1).
 */
export function probeHeaders(
  request: ProbeRequest,
  gateway: Target['headers'],
  proof?: string | Secret,
): SentHeaders {
  const replaced = new Set((request.headers ?? []).map(([name]) => name.toLowerCase()));
  const own = [...basics(request), ...gateway, ...credentials(request, proof), ...session(request)];
  return [
    ...own.filter(([name]) => !replaced.has(name.toLowerCase())),
    ...(request.headers ?? []).filter(([, value]) => value !== ''),
  ];
}

/** The header lines as they leave. */
export function revealed(headers: SentHeaders): HeaderList {
  return headers.map(([name, value]) => [name, typeof value === 'string' ? value : value.reveal()] as const);
}

function basics(request: ProbeRequest): HeaderList {
  const method = request.method ?? 'POST';
  if (method === 'GET') return [['Accept', 'text/event-stream'], ...modern(request, false)];
  if (method !== 'POST') return modern(request, false);
  return [
    ['Content-Type', 'application/json'],
    ['Accept', 'application/json, text/event-stream'],
    ...modern(request, true),
  ];
}

function modern(request: ProbeRequest, withMethod: boolean): HeaderList {
  if (request.era !== 'modern') return [];
  const { method, params } = rpcOf(request);
  const name = params?.[NAMED_BY[method] ?? ''];
  return [
    ['MCP-Protocol-Version', MODERN],
    ...(withMethod ? [['Mcp-Method', method] as const] : []),
    ...(withMethod && typeof name === 'string' ? [['Mcp-Name', headerSafe(name)] as const] : []),
  ];
}

function credentials(request: ProbeRequest, proof: string | Secret | undefined): SentHeaders {
  const lines = (request.authorization ?? []).map((value, index) => {
    const inShell = request.authorizationInShell?.[index];
    return inShell === undefined
      ? (['Authorization', value] as const)
      : (['Authorization', value, inShell] as const);
  });
  return proof === undefined ? lines : [...lines, ['DPoP', proof]];
}

function session(request: ProbeRequest): HeaderList {
  if (request.sessionId === undefined) return [];
  const version: HeaderList = request.era === 'legacy' ? [['MCP-Protocol-Version', NEWEST_LEGACY]] : [];
  return [['Mcp-Session-Id', request.sessionId], ...version];
}

/** Printable ASCII goes as it is, everything else in the specification's base64 form. */
function headerSafe(value: string): string {
  const plain =
    /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/u.test(value) && !/^=\?base64\?.*\?=$/u.test(value);
  return plain ? value : `=?base64?${Buffer.from(value, 'utf8').toString('base64')}?=`;
}

function rpcOf(request: ProbeRequest): NonNullable<ProbeRequest['rpc']> {
  return request.rpc ?? { method: request.era === 'modern' ? 'tools/list' : 'initialize' };
}
