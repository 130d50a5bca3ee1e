import { NetworkError, TokenError } from '../errors.ts';
import type { Vault } from '../secret.ts';
import type { Result } from '../types.ts';
import type { Check, CheckContext, Judgement } from './check.ts';
import type { Pace } from './pace.ts';
import { curlOf } from './reproduce.ts';
import { groupOf } from './select-checks.ts';
import type { Wait } from './steady-probe.ts';
import { type SentRequests, watch } from './watch.ts';

/** What a run of checks has in common. */
export interface Running {
  readonly sent: SentRequests;
  readonly pace: Pace;
  readonly wait: Wait;
}

/** Tells a judgement; `place`: the number of the era or flow that it is about. */
export type Tell = (check: Check, context: CheckContext, judgement: Judgement, place?: number) => void;

/** Observes and judges. A need that is not met is `skip`; an exchange that failed is `inconclusive`. */
export async function execute(check: Check, context: CheckContext, running: Running): Promise<Judgement> {
  const unmet = check.unmet?.(context);
  if (unmet !== undefined) return { verdict: 'skip', message: unmet, exchanges: [] };
  const own = watch(context, running.sent, running.pace, running.wait);
  try {
    return check.judge(await check.observe(own.context));
  } catch (error) {
    if (error instanceof TokenError && error.class !== 'internal')
      return {
        verdict: 'skip',
        message: `It could not be tried: ${error.message}`,
        exchanges: own.exchanges(),
      };
    if (!(error instanceof NetworkError)) throw error;
    return {
      verdict: 'inconclusive',
      message: `No answer that tells anything came: ${error.message}`,
      exchanges: [...new Set([...own.exchanges(), ...error.exchanges])],
    };
  }
}

/** The judgement as it stands in the report, cleaned of every secret that a server may have sent back. */
export function toResult(
  check: Check,
  context: CheckContext,
  judgement: Judgement,
  sent: SentRequests,
): Result {
  const { era, flow, http } = context;
  const named = check.per === 'flow' || (check.per === 'era' && check.needsToken);
  return {
    id: check.id,
    group: groupOf(check.id),
    level: check.level,
    spec: check.spec,
    verdict: judgement.verdict,
    ...(named && flow !== undefined ? { flow: flow.request.flow } : {}),
    ...(era === undefined ? {} : { protocol: protocolOf(context) }),
    message: http.vault.redact(judgement.message),
    exchanges: judgement.exchanges,
    ...help(check, judgement, sent, http.vault),
    ...(judgement.undecidable === true && judgement.verdict === 'inconclusive' ? { undecidable: true } : {}),
    ...(judgement.accepted === undefined ? {} : { accepted: judgement.accepted }),
    ...(judgement.expected === undefined ? {} : { expected: judgement.expected }),
  };
}

/** What mends it, and how to see it again, where something is wrong. */
function help(
  { fix }: Check,
  { verdict, exchanges, shown }: Judgement,
  sent: SentRequests,
  vault: Vault,
): Pick<Result, 'fix' | 'reproduce'> {
  if (verdict !== 'fail' && verdict !== 'warn') return {};
  const request = sent.get(shown ?? exchanges.findLast((exchange) => sent.has(exchange)) ?? 0);
  return {
    fix,
    ...(request === undefined ? {} : { reproduce: vault.redact(curlOf(request)) }),
  };
}

/** The revision whose shape an era's probes have: the one that a session settled on, else the newest. */
export function protocolOf({ era, evidence }: CheckContext): string {
  const sessions = evidence.flows.flatMap((flow) => flow.sessions);
  const spoken = sessions.find((session) => session.era === era && session.error === null);
  return spoken?.protocol ?? (era === 'modern' ? '2026-07-28' : '2025-11-25');
}
