import { isLoopbackHost } from '../../text/loopback.ts';
import { describeAnswer } from '../answer.ts';
import { accessToken, likeTheGoodOne } from '../bearer.ts';
import type { Check, CheckContext, Judgement } from '../check.ts';
import { type Attempt, isEraError } from '../refusal.ts';
import { ORIGIN_RULE } from './sources.ts';
import { FOREIGN_HOST, wasLetThrough } from './visit.ts';

interface Rebound {
  /** `Host` and `Origin` of the page, as browsers send them once its name leads to this machine. */
  readonly page: Attempt;
  /** `Host` alone: a GET of that page has no Origin. */
  readonly bare: Attempt;
}

export const refusesForeignHost: Check<Rebound> = {
  id: 'browser/refuses-foreign-host',
  title: 'refuses a page whose name was made to lead to this machine (DNS rebinding)',
  level: 'MUST',
  spec: [...ORIGIN_RULE, 'derived: GHSA-w48q-cv73-mx4w'],
  per: 'era',
  needsToken: true,
  part: 'negative',
  unmet: ({ evidence }) =>
    isLoopbackHost(new URL(evidence.target.url).hostname)
      ? undefined
      : 'Only a server on this machine can be asked: elsewhere a foreign Host reaches another site of the same address. Run it against the server on localhost.',
  passes:
    "The good token is sent to the server on this machine under a stranger's Host, with that site's Origin and without one. Each has to be refused with a status of 400 to 499.",
  fails:
    'Letting in Host and Origin together fails. Letting in the Host where no Origin came along is a warning: then the Origin alone keeps such pages out.',
  fix: 'Compare the Host header with the names and the port that the server listens under (localhost, 127.0.0.1, [::1]) before anything else, and answer 403 or 421 to others. The official SDKs have a setting for it (allowedHosts with DNS rebinding protection).',
  observe: async (context) => {
    const { host } = new URL(context.evidence.target.url);
    const port = host.slice(host.lastIndexOf(':') + 1);
    const foreign = /^\d+$/.test(port) ? `${FOREIGN_HOST}:${port}` : FOREIGN_HOST;
    const { protocol } = new URL(context.evidence.target.url);
    return {
      page: await send(context, 'The good token with Host and Origin of another site', [
        ['Host', foreign],
        ['Origin', `${protocol}//${foreign}`],
      ]),
      bare: await send(context, 'The good token with the Host of another site', [['Host', foreign]]),
    };
  },
  judge: ({ page, bare }) => {
    const exchanges = [page.answer.exchange, bare.answer.exchange];
    const first = judgeOne(page, 'fail');
    const second = judgeOne(bare, 'warn');
    const decisive = [first, second].find(({ verdict }) => verdict === 'fail' || verdict === 'warn');
    if (decisive !== undefined) return { ...decisive, exchanges };
    const open = [first, second].find(({ verdict }) => verdict !== 'pass');
    if (open !== undefined) return { ...open, exchanges };
    return {
      verdict: 'pass',
      message: `Refused: ${[page, bare].map(({ sent, answer }) => `${sent}: ${describeAnswer(answer)}`).join('; ')}.`,
      exchanges,
    };
  },
};

async function send(
  context: CheckContext,
  sent: string,
  headers: readonly (readonly [string, string])[],
): Promise<Attempt> {
  const { era = 'legacy', probe } = context;
  const shown = likeTheGoodOne(accessToken(context), context);
  return { sent, answer: await probe({ era, ...shown, headers, phase: 'check' }) };
}

function judgeOne({ sent, answer }: Attempt, wrong: 'fail' | 'warn'): Judgement {
  const exchanges = [answer.exchange];
  const came = `${sent} was answered ${describeAnswer(answer)}`;
  if (wasLetThrough(answer))
    return {
      verdict: wrong,
      message: `${came}: it was let in; 403 or 421 was expected.`,
      exchanges,
      shown: answer.exchange,
      certain: true,
      accepted: true,
    };
  if (isEraError(answer) || answer.status >= 500)
    return {
      verdict: 'inconclusive',
      message: `${came}: it is not certain that the Host was the reason.`,
      exchanges,
    };
  if (answer.status >= 400) return { verdict: 'pass', message: `${came}.`, exchanges };
  return {
    verdict: wrong,
    message: `${came}: not let in, but not refused by HTTP status either; 403 or 421 was expected.`,
    exchanges,
    shown: answer.exchange,
  };
}
