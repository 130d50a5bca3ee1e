import type { Era, FlowEvidence } from '../types.ts';
import { isPresentable } from './bearer.ts';
import type { Check, CheckContext, Judgement } from './check.ts';
import { acceptsValidToken as control } from './endpoint/accepts-valid-token.ts';
import { execute, type Running, type Tell } from './execute.ts';

/**
 * The checks of one era, between two runs of the positive control: the good token is accepted before and after,
 * or the refusals in between prove nothing (a gate that refuses everything, a lockout, a token that ran out).
 */
export async function runEra(
  part: readonly Check[],
  context: CheckContext & { readonly era: Era },
  canPresent: boolean,
  running: Running,
  tell: Tell,
): Promise<void> {
  const spoken = context.evidence.eras[context.era];
  const own: CheckContext = canPresent ? { ...context, ...acceptedFlow(context) } : context;
  const needed = part.some((check) => check.part !== undefined || check.needsToken === true);
  const opening = canPresent && spoken !== false && needed ? await execute(control, own, running) : undefined;
  const known = withEra(own, eraAfter(opening, spoken));
  const isSpoken = eraAfter(opening, spoken) !== false;

  const asked = part.filter((check) => check.part !== 'control' && (isSpoken || check.everyShape));
  const judged = await Promise.all(
    asked.map(async (check) => ({
      check,
      judgement: unfounded(check, opening) ?? (await execute(check, known, running)),
    })),
  );
  const closing =
    opening?.verdict === 'pass' && judged.length > 0 ? await execute(control, known, running) : opening;

  const held = together(opening, closing);
  // What runs alone comes after the others, who have told of the control.
  const isAside = part.every((check) => check.alone !== undefined);
  const shown = part.some((check) => check.id === control.id) || (held?.verdict === 'fail' && !isAside);
  if (held !== undefined && shown) tell(control, known, held);
  for (const { check, judgement } of judged) tell(check, known, weighed(check, judgement, opening, closing));
}

/** What is asked of the good token's treatment says nothing where that token is refused. */
function unfounded(check: Check, opening: Judgement | undefined): Judgement | undefined {
  if (opening?.verdict !== 'fail' || check.needsToken !== true || check.part === 'negative') return undefined;
  const message = `The endpoint does not accept the good token; see ${control.id}.`;
  return { verdict: 'skip', message, exchanges: [] };
}

/** The first flow that the endpoint let in in this era, else in any, else the first whose token can be presented. */
function acceptedFlow({ evidence, era }: CheckContext): { readonly flow?: FlowEvidence } {
  const flows = evidence.flows.filter(isPresentable);
  const letIn = (flow: FlowEvidence) => flow.sessions.filter((session) => session.error === null);
  const flow =
    flows.find((candidate) => letIn(candidate).some((session) => session.era === era)) ??
    flows.find((candidate) => letIn(candidate).length > 0) ??
    flows[0];
  return flow === undefined ? {} : { flow };
}

/** What the control adds to what is known of the era. */
function eraAfter(opening: Judgement | undefined, spoken: boolean | null): boolean | null {
  if (spoken !== null || opening === undefined) return spoken;
  if (opening.verdict === 'pass') return true;
  return opening.verdict === 'info' ? false : null;
}

function withEra(context: CheckContext, spoken: boolean | null): CheckContext {
  const { evidence, era } = context;
  return era === undefined
    ? context
    : { ...context, evidence: { ...evidence, eras: { ...evidence.eras, [era]: spoken } } };
}

function together(opening: Judgement | undefined, closing: Judgement | undefined): Judgement | undefined {
  if (opening === undefined || closing === undefined || closing === opening) return opening;
  const exchanges = [...opening.exchanges, ...closing.exchanges];
  if (closing.verdict === 'pass') return { ...opening, exchanges };
  return { ...closing, message: `Accepted at first, but not at the end: ${closing.message}`, exchanges };
}

/** A refusal counts only while the good token is accepted. What the server itself proved stands. */
function weighed(
  check: Check,
  judgement: Judgement,
  opening: Judgement | undefined,
  closing: Judgement | undefined,
): Judgement {
  const holds = closing === undefined || closing.verdict === 'pass' || closing.verdict === 'info';
  if (holds || check.part !== 'negative' || judgement.certain) return judgement;
  const weak = opening?.verdict === 'pass' ? ['pass', 'warn', 'fail'] : ['pass'];
  if (!weak.includes(judgement.verdict)) return judgement;
  return {
    ...judgement,
    verdict: 'inconclusive',
    message: `${judgement.message} This proves nothing, because the good token was not accepted ${opening?.verdict === 'pass' ? 'at the end' : 'either'}.`,
  };
}
