import type { Refusal } from './refusal.ts';

/** JSON-RPC codes of 2026-07-28 for a bad header, a missing capability, an unknown revision. */
const MODERN_ERRORS: readonly number[] = [-32020, -32021, -32022];
const UNSUPPORTED_VERSION = -32022;
const MODERN_REVISION = '2026-07-28';

/**
 * Whether an answer to a request in the modern shape means "not this era": the handshake is then tried.
 * Who is refused for want of a token, told to wait or met by a login page is not asking about the era;
 * and a recognised modern error comes from a modern server (2026-07-28 versioning, transports).
 */
export function looksLegacy(refusal: Refusal): boolean {
  const code = refusal.rpc?.code;
  if (code === UNSUPPORTED_VERSION) return offersOnlyLegacy(refusal.rpc?.data);
  if (code !== undefined && MODERN_ERRORS.includes(code)) return false;
  if ([401, 403, 407, 429, 502, 503, 504].includes(refusal.status)) return false;
  return refusal.status >= 400 || code !== undefined;
}

/** Whether the server refuses the revision that it was asked in and yet names it among those that it speaks. */
export function wantsSameRevision({ rpc }: Refusal): boolean {
  return rpc?.code === UNSUPPORTED_VERSION && supportedBy(rpc.data).includes(MODERN_REVISION);
}

function offersOnlyLegacy(data: unknown): boolean {
  const supported = supportedBy(data);
  return supported.length > 0 && !supported.includes(MODERN_REVISION);
}

function supportedBy(data: unknown): readonly unknown[] {
  if (typeof data !== 'object' || data === null || !('supported' in data)) return [];
  return Array.isArray(data.supported) ? data.supported : [];
}
