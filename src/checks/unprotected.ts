import type { Era, ProbeAnswer, ProbeRequest } from '../types.ts';
import { describeAnswer } from './answer.ts';
import type { Check, CheckContext, Judgement } from './check.ts';
import { inSession, withSession } from './own-session.ts';
import { type Attempt, judgeRefusals, type Refusals, spokenEra } from './refusal.ts';
import { ERROR_HANDLING } from './sources.ts';

/** A request as it is sent without a token, and what to call it. */
export interface Bare {
  /** "a ping without a token". */
  readonly sent: string;
  readonly request: Omit<ProbeRequest, 'era' | 'phase' | 'authorization' | 'proof'>;
}

/** A check that sends requests without a token, each of which must be refused. */
export interface Unprotected extends Pick<Check, 'id' | 'title' | 'passes' | 'fails' | 'cannotKnow' | 'fix'> {
  /** Where the rule stands; default: the sections of MCP authorization on errors. */
  readonly spec?: readonly string[];
  /** The era whose shape it has; default: both. */
  readonly only?: Era;
  /** JSON-RPC methods that are used; when the operator says that one is public, there is nothing to refuse. */
  readonly methods: readonly string[];
  /** What is sent in the shape of an era. */
  readonly requests: (era: Era, context: CheckContext) => readonly Bare[];
  /** Statuses besides 401 that are a right refusal here. */
  readonly alsoRight?: readonly number[];
}

/** Every request carries its authorization (MCP authorization, Token Requirements), so each is refused without. */
export function unprotectedCheck(check: Unprotected): Check<Refusals> {
  const { id, title, passes, fails, cannotKnow, fix, only, methods, alsoRight = [] } = check;
  return {
    id,
    title,
    level: 'MUST',
    spec: check.spec ?? ERROR_HANDLING,
    passes,
    fails,
    fix,
    ...(cannotKnow === undefined ? {} : { cannotKnow }),
    per: 'era',
    ...(only === undefined ? {} : { only }),
    everyShape: true,
    part: 'negative',
    unmet: (context) => publicMethod(methods, context),
    observe: async (context) => {
      const { era = 'legacy', probe } = context;
      const attempts: Attempt[] = [];
      for (const { sent, request } of check.requests(era, context)) {
        const answer = await probe({ ...request, era, phase: 'check' });
        const again = wantsSession(answer, context) ? await askInSession(request, context) : undefined;
        // A demand for a session says nothing of the token; with a session the gate has to show itself.
        attempts.push(
          again === undefined ? { sent, answer } : { sent: `${sent} in a session`, answer: again },
        );
      }
      return { attempts, spoken: spokenEra(context) };
    },
    judge: (observation) => judgeUnprotected(observation, alsoRight),
  };
}

/** As refusals are judged, but an answer of the dispatcher is no refusal: it was reached without a token. */
export function judgeUnprotected(observation: Refusals, alsoRight: readonly number[] = []): Judgement {
  const judged = judgeRefusals(observation, alsoRight);
  const reached = observation.attempts.find(
    ({ answer }) => wasDispatched(answer) && !alsoRight.includes(answer.status),
  );
  if (judged.accepted === true || reached === undefined) return judged;
  const { sent, answer } = reached;
  return {
    verdict: 'fail',
    message: `${sent.charAt(0).toUpperCase()}${sent.slice(1)} was answered ${describeAnswer(answer)}: it got past the gate to whatever carries out methods; 401 was expected.`,
    exchanges: judged.exchanges,
    shown: answer.exchange,
    certain: true,
    accepted: true,
  };
}

/** Why there is nothing to refuse: the operator wants the method to answer without a token. */
export function publicMethod(methods: readonly string[], { evidence }: CheckContext): string | undefined {
  const open = methods.find((method) => evidence.target.probes?.publicMethods?.includes(method));
  return open === undefined
    ? undefined
    : `The configuration says that ${open} answers without a token (probes.publicMethods).`;
}

/** JSON-RPC 2.0 §5.1: "method not found" and "invalid params". */
const DISPATCHED: ReadonlySet<number> = new Set([-32601, -32602]);

/** Whether it is an answer that only what carries out methods gives. */
export function wasDispatched({ status, rpc }: ProbeAnswer): boolean {
  const code = rpc?.error?.code;
  return status !== 401 && code !== undefined && DISPATCHED.has(code);
}

/** A server of the handshake era may look for the session first, and a session can be had with the good token. */
function wantsSession({ status, rpc }: ProbeAnswer, { era, evidence, flow }: CheckContext): boolean {
  if (era !== 'legacy' || evidence.eras.legacy !== true || flow === undefined) return false;
  return (status === 400 || status === 404) && rpc?.error !== undefined && !DISPATCHED.has(rpc.error.code);
}

async function askInSession(
  request: Bare['request'],
  context: CheckContext,
): Promise<ProbeAnswer | undefined> {
  return withSession(context, (session) =>
    context.probe({ ...inSession(session), ...request, phase: 'check' }),
  );
}
