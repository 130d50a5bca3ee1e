import { tokenChallenge } from '../../text/challenges.ts';
import { quote } from '../../token/index.ts';
import type { ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import { withGarbage } from '../bad-tokens.ts';
import type { Check, Judgement } from '../check.ts';

export const challengeOnInvalidToken: Check<ProbeAnswer> = {
  id: 'endpoint/challenge-on-invalid-token',
  title: 'says error="invalid_token" when it refuses an invalid token',
  level: 'SHOULD',
  spec: ['RFC 6750 §3', 'RFC 6750 §3.1'],
  per: 'era',
  passes:
    'The 401 for a bearer value that is no token is looked at. Its Bearer challenge has to say `error="invalid_token"`.',
  fails:
    'No challenge, no error or another error is a warning: clients then cannot tell a token that has to be renewed from one that lacks a permission.',
  fix: 'Answer every token that fails verification with `WWW-Authenticate: Bearer error="invalid_token", resource_metadata="…"`.',
  observe: async (context) => (await withGarbage(context)).answer,
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
