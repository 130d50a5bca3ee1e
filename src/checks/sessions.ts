import type { FlowEvidence, Session } from '../types.ts';

/** The sessions that got in. An era that the endpoint does not speak is no failure of the flow. */
export function workingSessions(flow: FlowEvidence): readonly Session[] {
  return flow.sessions.filter((session) => session.error === null);
}

/** The sessions that count: all but those in an era that the endpoint does not speak. */
export function spokenSessions(flow: FlowEvidence): readonly Session[] {
  return flow.sessions.filter((session) => session.error?.code !== 'mcp.era_not_supported');
}

/** What ended the flow or its first session, in its own words. */
export function failureOf(flow: FlowEvidence): string {
  const failed = flow.error ?? flow.sessions.find((session) => session.error !== null)?.error;
  return failed?.message ?? 'there was no session';
}
