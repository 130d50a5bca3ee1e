import { describeAnswer } from '../answer.ts';
import type { Check } from '../check.ts';
import type { Attempt } from '../refusal.ts';
import { sendPreflight } from './answers-preflight.ts';
import { listIn } from './own-page.ts';
import { strangers } from './refuses-foreign-origin.ts';
import { FOREIGN_ORIGIN } from './visit.ts';

export const keepsCredentialsFromOtherOrigins: Check<readonly Attempt[]> = {
  id: 'browser/keeps-credentials-from-other-origins',
  title: "does not let other sites use a visitor's credentials",
  level: 'MUST',
  spec: ['Fetch standard, CORS check', 'derived: CORS that echoes any origin with credentials'],
  per: 'era',
  passes:
    "A request without a token, a preflight and, where there is one, the good token are sent with a stranger's Origin. No answer may both repeat that origin in Access-Control-Allow-Origin and say Access-Control-Allow-Credentials: true.",
  fails:
    'Both together fail: any site can then call the server with the cookies or certificates of whoever visits it, and read the answers.',
  fix: 'Compare the Origin with a list before it is repeated in Access-Control-Allow-Origin, and leave Access-Control-Allow-Credentials out: a bearer token needs none.',
  observe: async (context) => {
    const { era = 'legacy', probe } = context;
    const bare = await probe({ era, headers: [['Origin', FOREIGN_ORIGIN]], phase: 'check' });
    const preflight = await sendPreflight(context, FOREIGN_ORIGIN);
    const visits = context.flow === undefined ? [] : (await strangers(context)).attempts.slice(0, 1);
    return [
      { sent: `A request without a token from a page of ${FOREIGN_ORIGIN}`, answer: bare },
      { sent: `A preflight of a page of ${FOREIGN_ORIGIN}`, answer: preflight },
      ...visits,
    ];
  },
  judge: (attempts) => {
    const exchanges = attempts.map(({ answer }) => answer.exchange);
    const open = attempts.find(({ answer }) => isReflected(answer));
    if (open === undefined)
      return {
        verdict: 'pass',
        message: `No answer to ${FOREIGN_ORIGIN} allows it to use credentials: ${attempts.map(({ answer }) => answer.status).join(', ')}.`,
        exchanges,
      };
    return {
      verdict: 'fail',
      message: `${open.sent} was answered ${describeAnswer(open.answer)}, with its own origin in Access-Control-Allow-Origin and with Access-Control-Allow-Credentials: true; neither was expected.`,
      exchanges,
      shown: open.answer.exchange,
      certain: true,
    };
  },
};

function isReflected(answer: Attempt['answer']): boolean {
  return (
    listIn(answer, 'access-control-allow-origin').includes(FOREIGN_ORIGIN) &&
    listIn(answer, 'access-control-allow-credentials').includes('true')
  );
}
