import { tokenChallenge } from '../../text/challenges.ts';
import { GARBAGE_TOKEN, quote } from '../../token/index.ts';
import type { ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import type { Check, Judgement } from '../check.ts';
import { present } from '../forged.ts';

export const challengeOnInvalidToken: Check<ProbeAnswer> = {
  id: 'endpoint/challenge-on-invalid-token',
  title: 'says error="invalid_token" when it refuses an invalid token',
  level: 'SHOULD',
  spec: ['RFC 6750 §3', 'RFC 6750 §3.1'],
  per: 'era',
  observe: async (context) =>
    (
      await present(context, 'a bearer value that is no token', {
        authorization: [`Bearer ${GARBAGE_TOKEN}`],
      })
    ).answer,
  judge: (answer) => ({ ...judgeChallenge(answer), exchanges: [answer.exchange] }),
};

function judgeChallenge(answer: ProbeAnswer): Omit<Judgement, 'exchanges'> {
  const came = `A bearer value that is no token was answered ${describeAnswer(answer)}`;
  if (answer.status !== 401)
    return { verdict: 'skip', message: `${came}; only a 401 has a challenge to look at.` };
  const challenge = tokenChallenge(answer.challenges);
  if (challenge === null) return { verdict: 'warn', message: `${came}; error="invalid_token" was expected.` };
  const { error } = challenge.parameters;
  if (error === 'invalid_token') return { verdict: 'pass', message: `${came}, as expected.` };
  const found = error === undefined ? 'no error' : `error=${quote(error, 40)}`;
  return {
    verdict: 'warn',
    message: `${came}: the challenge has ${found}; error="invalid_token" was expected.`,
  };
}
