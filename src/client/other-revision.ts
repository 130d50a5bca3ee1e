import { SessionError } from '../errors.ts';

/** The server took the handshake but wants to speak another revision than the one that was demanded. */
export function otherRevision(asked: string, answered: string, cause?: unknown): SessionError {
  const shown = answered.replace(/[^\w.-]/gu, '?').slice(0, 40);
  return new SessionError('mcp.other_revision', `Asked for revision ${asked}, the server wants ${shown}.`, {
    phase: 'session',
    ...(cause === undefined ? {} : { cause }),
    hint: `Use --protocol auto, or --protocol ${shown}.`,
  });
}
