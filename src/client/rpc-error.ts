import { type ErrorOptions, SessionError } from '../errors.ts';
import { quote } from '../text/quote.ts';
import type { Era } from '../types.ts';

/** A JSON-RPC error. */
export interface RpcError {
  readonly code: number;
  readonly message: string;
  readonly data?: unknown;
}

/** MCP 2026-07-28: the server does not speak the revision that was asked for. */
const UNSUPPORTED_VERSION = -32022;
/** MCP 2025-11-25: somebody must visit a URL before the call can go on. */
export const URL_ELICITATION_REQUIRED = -32042;

/** The JSON-RPC error as an error of ours. */
export function rpcError(error: RpcError, options: ErrorOptions = {}): SessionError {
  if (error.code === URL_ELICITATION_REQUIRED) return authorizationNeeded(urlsIn(error.data), options);
  return new SessionError('jsonrpc.error', `The server answers ${error.code}: ${quote(error.message)}.`, {
    phase: 'session',
    ...options,
    hint: "The server's log should name the reason.",
  });
}

/** When the error says that the server does not speak this era; else undefined. */
export function eraError(error: RpcError, era: Era, options: ErrorOptions = {}): SessionError | undefined {
  const unsupported = error.code === UNSUPPORTED_VERSION;
  // Servers on the first SDK have no code of their own for it: -32000 and the header they object to.
  const headerRefused = era === 'modern' && error.code === -32000;
  if (!unsupported && !headerRefused) return undefined;
  return notSupported(era, `it answers ${error.code}: ${quote(error.message)}`, options);
}

export function notSupported(era: Era, what: string, options: ErrorOptions = {}): SessionError {
  const shape = era === 'modern' ? 'revision 2026-07-28' : 'the handshake of revisions up to 2025-11-25';
  return new SessionError('mcp.era_not_supported', `The server does not speak ${shape}: ${what}.`, {
    phase: 'session',
    ...options,
    hint: 'Use --protocol auto to talk in whichever era the server speaks.',
  });
}

/** The server took the handshake but wants to speak another revision than the one that was demanded. */
export function otherRevision(asked: string, answered: string, cause?: unknown): SessionError {
  const shown = answered.replace(/[^\w.-]/gu, '?').slice(0, 40);
  return new SessionError('mcp.other_revision', `Asked for revision ${asked}, the server wants ${shown}.`, {
    phase: 'session',
    ...(cause === undefined ? {} : { cause }),
    hint: `Use --protocol auto, or --protocol ${shown}.`,
  });
}

/**
 * An answer that wants a person to visit a page first. The URL is shown, never opened: the server chose it.
 */
export function authorizationNeeded(urls: readonly string[], options: ErrorOptions = {}): SessionError {
  const where =
    urls.length === 0 ? 'a page that it does not name' : urls.map((url) => quote(url, 500)).join(', ');
  return new SessionError(
    'person.authorization_needed',
    `The server wants a person to visit ${where} first.`,
    {
      phase: 'session',
      ...options,
      hint: 'If you trust the server, open the URL yourself, grant what it asks for, and run this again.',
    },
  );
}

/** The URLs of URL-mode elicitations, wherever in the value they stand; at most ten. */
export function urlsIn(value: unknown): readonly string[] {
  const urls: string[] = [];
  const queue: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = queue.shift(); next !== undefined && urls.length < 10; next = queue.shift()) {
    const { value: node, depth } = next;
    if (typeof node !== 'object' || node === null || depth > 6) continue;
    if ('url' in node && typeof node.url === 'string') urls.push(node.url);
    for (const child of Object.values(node).slice(0, 100)) queue.push({ value: child, depth: depth + 1 });
  }
  return urls;
}
