import { GARBAGE_TOKEN } from '../../token/index.ts';
import { describeAnswer } from '../answer.ts';
import { accessToken, likeTheGoodOne } from '../bearer.ts';
import type { Check } from '../check.ts';
import { present } from '../forged.ts';
import { judgeRefusals, type Refusals, spokenEra, wasAccepted } from '../refusal.ts';

const GARBAGE = `Bearer ${GARBAGE_TOKEN}`;

export const rejectsTwoCredentials: Check<Refusals> = {
  id: 'endpoint/rejects-two-credentials',
  title: 'rejects a request with two `Authorization` headers',
  level: 'SHOULD',
  spec: ['RFC 6750 §3.1', 'RFC 9110 §5.3'],
  per: 'era',
  needsToken: true,
  part: 'negative',
  passes:
    'Two `Authorization` lines are sent, the good token and garbage, in either order. Both have to be refused with 400 or 401.',
  fails:
    'Letting either in is a warning: a gateway that looks at one line and a server that looks at the other disagree on who calls. A refusal with another status fails.',
  fix: 'Count the `Authorization` lines as they came (`headersDistinct` in Node, because `headers` keeps the first alone) and answer 400 with `error="invalid_request"` when there are two.',
  observe: async (context) => {
    const {
      authorization,
      authorizationInShell = [],
      ...proof
    } = likeTheGoodOne(accessToken(context), context);
    const [good, inShell] = [[...authorization], [...authorizationInShell]];
    return {
      attempts: [
        await present(context, 'the good token and a line of garbage behind it', {
          ...proof,
          authorization: [...good, GARBAGE],
          authorizationInShell: [...inShell, GARBAGE],
        }),
        await present(context, 'a line of garbage and the good token behind it', {
          ...proof,
          authorization: [GARBAGE, ...good],
          authorizationInShell: [GARBAGE, ...inShell],
        }),
      ],
      spoken: spokenEra(context),
    };
  },
  judge: (observation) => {
    const { attempts } = observation;
    const letIn = attempts.filter(({ answer }) => wasAccepted(answer));
    const [first] = letIn;
    if (first === undefined) return judgeRefusals(observation, [400]);
    const said = letIn.map(({ sent, answer }) => `${sent}: ${describeAnswer(answer)}`);
    return {
      verdict: 'warn',
      message: `Two Authorization lines were let in (${said.join('; ')}); 400 or 401 was expected.`,
      exchanges: attempts.map(({ answer }) => answer.exchange),
      shown: first.answer.exchange,
      certain: true,
    };
  },
};
