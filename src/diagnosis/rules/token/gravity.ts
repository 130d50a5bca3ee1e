import type { Finding, FlowEvidence } from '../../../types.ts';

/**
 * How much an unreadable token matters: an error where the endpoint refused it as a token and let it in nowhere, a
 * note where nobody was asked; undefined: it was let in, or something else went wrong.
 */
export function gravity({ sessions }: FlowEvidence): Finding['severity'] | undefined {
  if (sessions.length === 0) return 'note';
  const codes = sessions.map(({ error }) => error?.code);
  return !codes.includes(undefined) && codes.includes('auth.rejected_token') ? 'error' : undefined;
}
