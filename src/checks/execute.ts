import { NetworkError } from '../errors.ts';
import type { Result } from '../types.ts';
import type { Check, CheckContext, Judgement } from './check.ts';
import { groupOf } from './select-checks.ts';

/** Observes and judges. A need that is not met is `skip`; an exchange that failed is `inconclusive`. */
export async function execute(check: Check, context: CheckContext): Promise<Judgement> {
  const unmet = check.unmet?.(context);
  if (unmet !== undefined) return { verdict: 'skip', message: unmet, exchanges: [] };
  const before = context.http.exchanges.length;
  try {
    return check.judge(await check.observe(context));
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const seen = context.http.exchanges.slice(before).map((exchange) => exchange.n);
    return {
      verdict: 'inconclusive',
      message: `The endpoint could not be asked: ${error.message}`,
      exchanges: [...new Set([...seen, ...error.exchanges])],
    };
  }
}

/** The judgement as it stands in the report, cleaned of every secret that a server may have sent back. */
export function toResult(check: Check, context: CheckContext, judgement: Judgement): Result {
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
    ...(judgement.accepted === undefined ? {} : { accepted: judgement.accepted }),
    ...(judgement.expected === undefined ? {} : { expected: judgement.expected }),
  };
}

/** The revision whose shape an era's probes have: the one that a session settled on, else the newest. */
function protocolOf({ era, evidence }: CheckContext): string {
  const sessions = evidence.flows.flatMap((flow) => flow.sessions);
  const spoken = sessions.find((session) => session.era === era && session.error === null);
  return spoken?.protocol ?? (era === 'modern' ? '2026-07-28' : '2025-11-25');
}
