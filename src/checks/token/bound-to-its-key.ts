import { isBound } from '../bearer.ts';
import type { Check } from '../check.ts';

interface Binding {
  /** `cnf.jkt` of the token. */
  readonly named: string | undefined;
  /** Thumbprint of the key whose possession was proved. */
  readonly proved: string | undefined;
  readonly exchanges: readonly number[];
}

export const boundToItsKey: Check<Binding> = {
  id: 'token/bound-to-its-key',
  title: 'is reached with a token that names the key which was proved to the authorization server',
  level: 'MUST',
  spec: ['RFC 9449 §6.1'],
  passes:
    '`cnf.jkt` of the token is the thumbprint of the key that was proved to the authorization server (DPoP).',
  fails: 'The token was called bound, and names another key or none: fail.',
  fix: 'Let the authorization server write `cnf.jkt` (RFC 9449 §6.1) into every token that it answers with `token_type` DPoP.',
  per: 'flow',
  needsToken: true,
  concerns: ({ flows }) => flows.some(isBound),
  unmet: ({ flow }) => {
    if (flow === undefined || !isBound(flow)) return 'This flow’s token is a bearer token, bound to no key.';
    return flow.token?.claims == null
      ? 'The token cannot be read, so only the endpoint knows which key it is bound to.'
      : undefined;
  },
  observe: async ({ flow }) => ({
    named: thumbprintIn(flow?.token?.claims),
    proved: flow?.tokens?.proof?.thumbprint,
    exchanges: flow?.tokens?.exchanges ?? [],
  }),
  judge: ({ named, proved, exchanges }) => {
    if (named !== undefined && named === proved)
      return { verdict: 'pass', message: 'The token names the key that was proved (cnf.jkt).', exchanges };
    const what = named === undefined ? 'names no key (cnf.jkt is missing)' : 'names another key in cnf.jkt';
    return {
      verdict: 'fail',
      message: `The authorization server calls the token bound (token_type DPoP), and it ${what}: whoever steals it can use it.`,
      exchanges,
    };
  },
};

function thumbprintIn(claims: Readonly<Record<string, unknown>> | null | undefined): string | undefined {
  const confirmation = claims?.cnf;
  if (typeof confirmation !== 'object' || confirmation === null || !('jkt' in confirmation)) return undefined;
  return typeof confirmation.jkt === 'string' ? confirmation.jkt : undefined;
}
