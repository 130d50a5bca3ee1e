import type { CodeAnswer } from '../../types.ts';
import type { Check } from '../check.ts';
import { stateProblems } from './errors-carry-state-and-iss.ts';
import { firstSignIn, noSignIns } from './sign-in.ts';

export const echoesState: Check<Pick<CodeAnswer, 'state'>> = {
  id: 'authorization-endpoint/echoes-state',
  title: 'brings `state` back as it was sent',
  level: 'MUST',
  spec: ['RFC 6749 §4.1.2', 'MCP 2026-07-28 authorization security considerations, Open Redirection'],
  per: 'target',
  alone: true,
  needs: ['sign-in', '--allow-sign-ins'],
  passes: 'A person signs in with a random `state`. It comes back once and unchanged.',
  fails:
    '`state` absent, changed or twice: fail, because a client cannot tell its own sign-in from a foreign one.',
  fix: 'Keep the value of `state` with the authorization request as it came, and add it to the redirect, encoded once.',
  unmet: noSignIns,
  observe: firstSignIn,
  judge: ({ state }) => {
    const problems = stateProblems(state.received, state.sent);
    return problems.length > 0
      ? { verdict: 'fail', message: `The sign-in came back ${problems.join(' and ')}.`, exchanges: [] }
      : {
          verdict: 'pass',
          message: 'The sign-in came back with the state as it was sent, once.',
          exchanges: [],
        };
  },
};
