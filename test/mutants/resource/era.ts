import { type HttpRequest, header } from '../http.ts';
import type { Call, Message } from './parts.ts';

export const HANDSHAKE_VERSIONS: readonly string[] = ['2025-11-25', '2025-06-18'];
export const LATEST_HANDSHAKE = '2025-11-25';
export const MODERN_VERSION = '2026-07-28';
export const META = 'io.modelcontextprotocol';

/** What a request to the endpoint says; a header or a member of `_meta` that only 2026-07-28 knows decides the era. */
export function readCall(request: HttpRequest): Call {
  const body = parse(request.body);
  const message = messageOf(body);
  const meta = record(message?.params._meta)[`${META}/protocolVersion`];
  const versions = [header(request, 'mcp-protocol-version'), meta];
  const modern =
    header(request, 'mcp-method') !== undefined ||
    versions.some(
      (version) => typeof version === 'string' && /^\d/.test(version) && version >= MODERN_VERSION,
    );
  return { request, body, message, era: modern ? 'modern' : 'handshake' };
}

/** A message of a body; undefined when it is none (a batch, a response, no JSON). */
export function messageOf(body: unknown): Message | undefined {
  const { id, method, params } = record(body);
  if (typeof method !== 'string') return undefined;
  const known = typeof id === 'string' || typeof id === 'number' ? { id } : {};
  return { ...known, method, params: record(params) };
}

export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
