import type { CheckContext, Judgement } from './check.ts';

/** What a check about sessions says of a server that has none. */
export const NO_SESSIONS =
  'The endpoint issues no session ids (`Mcp-Session-Id`): there is no session to look at.';

/** Why no check about sessions can run, where that is already known. */
export function sessionless({ evidence }: CheckContext): string | undefined {
  const sessions = evidence.flows
    .flatMap((flow) => flow.sessions)
    .filter(({ era, error }) => era === 'legacy' && error === null);
  return sessions.length > 0 && sessions.every(({ stateful }) => !stateful) ? NO_SESSIONS : undefined;
}

export function noSessions(): Judgement {
  return { verdict: 'skip', message: NO_SESSIONS, exchanges: [] };
}

/** Sections that the checks of sessions rest on. */
export const SESSION_HIJACKING = ['MCP 2025-11-25 security best practices, Session Hijacking'] as const;
export const SESSION_MANAGEMENT = ['MCP 2025-11-25 transports, Session Management'] as const;
