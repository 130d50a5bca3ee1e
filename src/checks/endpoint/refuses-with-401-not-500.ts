import { describeAnswer } from '../answer.ts';
import { withExpired, withFlippedSignature, withGarbage } from '../bad-tokens.ts';
import { unforgeable } from '../bearer.ts';
import type { Check } from '../check.ts';
import { type Attempt, judgeRefusals, type Refusals, spokenEra, wasAccepted } from '../refusal.ts';
import { TOKEN_HANDLING } from '../sources.ts';

export const refusesWith401Not500: Check<Refusals> = {
  id: 'endpoint/refuses-with-401-not-500',
  title: 'answers 401 to bad tokens of every kind, and breaks on none',
  level: 'MUST',
  spec: [...TOKEN_HANDLING, 'RFC 6750 §3.1'],
  per: 'era',
  part: 'negative',
  passes:
    'The answers to bad tokens are looked at together: to garbage, to the good token with a changed signature, and to an expired one where there is one. Each has to be 401.',
  fails:
    'Any other status fails, a server error above all: clients renew their token when they see 401, and with 500 they give up or try again and again.',
  fix: "Have the verifier throw what the middleware takes for an invalid token (the SDK's `InvalidTokenError`), whatever the JWT library throws: the SDK answers 500 to every other error.",
  observe: async (context) => {
    const attempts: Attempt[] = [await withGarbage(context)];
    const { flow } = context;
    const canForge = flow?.tokens !== undefined && unforgeable(context) === undefined;
    const flipped = canForge ? await withFlippedSignature(context) : undefined;
    const expired = flow?.tokens === undefined ? undefined : await withExpired(context);
    return {
      attempts: [...attempts, ...[flipped, expired].filter((attempt) => attempt !== undefined)],
      spoken: spokenEra(context),
    };
  },
  judge: (observation) => {
    const judged = judgeRefusals(observation);
    if (judged.verdict !== 'fail') return judged;
    const { attempts } = observation;
    const wrong = attempts.filter(({ answer }) => answer.status !== 401);
    const said = wrong.map(
      ({ sent, answer }) => `${sent}: ${describeAnswer(answer)}${wasAccepted(answer) ? ', ACCEPTED' : ''}`,
    );
    const [first] = wrong;
    return {
      ...judged,
      message: `${wrong.length} of ${attempts.length} bad tokens were not answered 401 (${said.join('; ')}).`,
      ...(first === undefined ? {} : { shown: first.answer.exchange }),
    };
  },
};
