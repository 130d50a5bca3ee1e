import type { Wire } from './wire.ts';

/**
 * Tells the server that its session is over. 405 is a fine answer (2025-11-25 transports, session
 * management), and no answer spoils what was proved: never throws.
 */
export async function endSession(
  wire: Wire,
  url: string,
  sessionId: string | undefined,
  revision: string | undefined,
): Promise<void> {
  if (sessionId === undefined) return;
  const version: Record<string, string> = revision === undefined ? {} : { 'mcp-protocol-version': revision };
  try {
    const response = await wire.fetch(new URL(url), {
      method: 'DELETE',
      headers: { 'mcp-session-id': sessionId, ...version },
    });
    await response.body?.cancel();
  } catch {
    // The exchange is on record; there is nothing else to do about it.
  }
}
