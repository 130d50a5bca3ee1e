import { randomUUID } from 'node:crypto';
import { header } from '../http.ts';
import { HANDSHAKE_VERSIONS, LATEST_HANDSHAKE, META, MODERN_VERSION } from './era.ts';
import type { Call, EraParts } from './parts.ts';

/** MCP Streamable HTTP of 2025-11-25 and of 2026-07-28. */
export function correctEras(): EraParts {
  return {
    unspoken: () => undefined,
    allowsMethod: ({ era, request }) =>
      (era === 'modern' ? ['POST'] : ['POST', 'GET', 'DELETE']).includes(request.method),
    acceptsBatch: () => false,

    newSessionId: () => randomUUID(),
    negotiateVersion: (asked) => HANDSHAKE_VERSIONS.find((version) => version === asked) ?? LATEST_HANDSHAKE,
    acceptsVersionHeader: (version) => version === undefined || HANDSHAKE_VERSIONS.includes(version),
    findSession: (sessions, id) => sessions.get(id),
    ownsSession: ({ owner }, { principal }) => owner.principal === principal,
    strangerStatus: () => 404,
    needsSession: ({ message }) => message?.method !== 'initialize',
    endSession: (sessions, { id, closers }) => {
      sessions.delete(id);
      for (const close of closers) close();
    },
    eventsAfter: (lastEventId, { events }) => {
      const index = events.findIndex(({ id }) => id === lastEventId);
      return index < 0 ? [] : events.slice(index + 1);
    },

    headerProblem,
    effectiveMessage: (_call, message) => message,
    cacheHints: () => ({ ttlMs: 0, cacheScope: 'private' }),
    modernHeaders: () => ({}),
  };
}

const NAMED = { 'tools/call': 'name', 'prompts/get': 'name', 'resources/read': 'uri' } as const;

/** 2026-07-28, Streamable HTTP, Server Validation. */
function headerProblem({ request, message }: Call): { code: number; message: string } | undefined {
  const version = header(request, 'mcp-protocol-version');
  const meta = message?.params._meta;
  const stated = isRecord(meta) ? meta[`${META}/protocolVersion`] : undefined;
  if (version === undefined) return mismatch('MCP-Protocol-Version is required');
  if (message?.id !== undefined) {
    if (typeof stated !== 'string' || !isRecord(meta) || !isRecord(meta[`${META}/clientCapabilities`])) {
      return { code: -32602, message: 'The metadata of the request is incomplete' };
    }
    if (stated !== version) return mismatch('MCP-Protocol-Version and the body disagree');
  }
  if (version !== MODERN_VERSION) return { code: -32022, message: 'This protocol version is not served' };
  if (header(request, 'mcp-method') !== message?.method) return mismatch('Mcp-Method and the body disagree');
  const member = NAMED[message?.method as keyof typeof NAMED] as string | undefined;
  const name = plain(header(request, 'mcp-name'));
  return member === undefined || name === message?.params[member]
    ? undefined
    : mismatch('Mcp-Name and the body disagree');
}

function mismatch(message: string): { code: number; message: string } {
  return { code: -32020, message };
}

/** Values that are not plain text travel as `=?base64?…?=`. */
function plain(value: string | undefined): string | undefined {
  const encoded = /^=\?base64\?([A-Za-z0-9+/=]*)\?=$/.exec(value ?? '')?.[1];
  return encoded === undefined ? value : Buffer.from(encoded, 'base64').toString('utf8');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
