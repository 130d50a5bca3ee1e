import type { FlowEvidence, ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import { accessToken, likeTheGoodOne, type Shown } from '../bearer.ts';
import type { Check, CheckContext, Judgement } from '../check.ts';
import { scopedTool } from '../insufficient.ts';
import { noSessions, SESSION_HIJACKING, sessionless } from '../no-sessions.ts';
import { inSession, type OwnSession, withSession } from '../own-session.ts';
import { NEEDS_OTHER_PRINCIPAL, otherPrincipal, shownByOther } from '../principals.ts';
import type { Attempt } from '../refusal.ts';
import { CANCELLED } from '../session-visit.ts';

interface Strangers {
  /** What the other principal sent into the session; DELETE is the last. */
  readonly attempts: readonly Attempt[];
  /** Whether the endpoint is known to take the other token by itself. */
  readonly isTaken: boolean;
  /** What came on the other's stream while the owner called a tool; null: not tried. */
  readonly overheard: ProbeAnswer | null;
  /** What the owner got after the other's DELETE was accepted; null: it was not. */
  readonly afterwards: ProbeAnswer | null;
}

export const belongsToItsPrincipal: Check<Strangers | undefined> = {
  id: 'session/belongs-to-its-principal',
  title: 'lets nobody else into a session',
  level: 'SHOULD',
  spec: SESSION_HIJACKING,
  only: 'legacy',
  per: 'era',
  needsToken: true,
  needs: ['token', 'second principal'],
  part: 'negative',
  passes:
    'A session is opened with one token. `tools/list`, a notification, GET and DELETE come with its id and the good token of another principal: each is refused with 401, 403 or 404.',
  fails:
    'Any of them is accepted: `warn`. The stranger hears the owner’s events, or ends the session: `fail`. Servers of the official SDKs that only look the id up in a map accept all four.',
  cannotKnow:
    'Whether events are delivered, unless `probes.scopedTool` names a tool that may be called and the server tells of calls on its stream.',
  fix: 'Keep with each session the `iss` and `sub` (or client id) of the token that opened it, compare them on every POST, GET and DELETE, and answer 404 to anybody else.',
  unmet: (context) =>
    sessionless(context) ?? (otherPrincipal(context) === undefined ? NEEDS_OTHER_PRINCIPAL : undefined),
  observe: async (context) => {
    const other = otherPrincipal(context);
    if (other === undefined) return undefined;
    const shown = shownByOther(other, context);
    return await withSession(context, (session) => intrude(context, session, other, shown));
  },
  judge: (observed) => (observed === undefined ? noSessions() : judgeStrangers(observed)),
};

async function intrude(
  context: CheckContext,
  session: OwnSession,
  other: FlowEvidence,
  shown: Shown,
): Promise<Strangers> {
  const { probe } = context;
  const request = { ...inSession(session), ...shown, phase: 'check' } as const;
  const owner = { ...request, ...likeTheGoodOne(accessToken(context), context) };
  const attempts: Attempt[] = [];
  const attempt = async (sent: string, sending: Promise<ProbeAnswer>): Promise<ProbeAnswer> => {
    const answer = await sending;
    attempts.push({ sent, answer });
    return answer;
  };
  await attempt('tools/list', probe({ ...request, rpc: { method: 'tools/list' } }));
  await attempt('a notification', probe({ ...request, rpc: CANCELLED }));
  const stream = await attempt('GET', probe({ ...request, method: 'GET' }));
  const overheard = isAccepted(stream) ? await overhear(context, request, owner) : null;
  const deleted = await attempt('DELETE', probe({ ...request, method: 'DELETE' }));
  const afterwards = isAccepted(deleted) ? await probe({ ...owner, rpc: { method: 'tools/list' } }) : null;
  const isTaken =
    attempts.some(({ answer }) => answer.status !== 401) ||
    other.sessions.some(({ error }) => error === null) ||
    // Throws where the endpoint does not take it: its refusals in the session prove nothing then.
    (await withSession(context, async () => true, shown)) !== undefined;
  return { attempts, isTaken, overheard, afterwards };
}

type Request = Parameters<CheckContext['probe']>[0];

/** The other listens while the owner calls the tool that may be called; twice, since streams take a moment to open. */
async function overhear(context: CheckContext, other: Request, owner: Request): Promise<ProbeAnswer | null> {
  const tool = scopedTool(context);
  if (tool === undefined) return null;
  const rpc = { method: 'tools/call', params: { name: tool.tool, arguments: tool.arguments } };
  const call = async (): Promise<void> => {
    await context.probe({ ...owner, rpc: { method: 'tools/list' } });
    await context.probe({ ...owner, rpc });
    await context.probe({ ...owner, rpc });
  };
  const [heard] = await Promise.all([
    context.probe({ ...other, method: 'GET', streamForMs: LISTENS_MS }),
    call(),
  ]);
  return heard;
}

const LISTENS_MS = 1_500;

function isAccepted({ status }: ProbeAnswer): boolean {
  return status >= 200 && status < 300;
}

function judgeStrangers({ attempts, isTaken, overheard, afterwards }: Strangers): Judgement {
  const looked = [...attempts.map(({ answer }) => answer), overheard, afterwards];
  const exchanges = looked.flatMap((answer) => (answer === null ? [] : [answer.exchange]));
  const came = attempts.map(({ sent, answer }) => `${sent}: ${describeAnswer(answer)}`).join('; ');
  const intro = `Another principal's token with the id of a session that is not its own. ${came}`;
  // A JSON-RPC error with status 200 is no way in.
  const entered = attempts.filter(({ answer }) => isAccepted(answer) && answer.kind !== 'rpc_error');
  const harm = harmOf(overheard, afterwards, attempts);
  if (harm !== undefined)
    return {
      verdict: 'fail',
      message: `${intro}. ${harm.what}`,
      exchanges,
      shown: harm.shown,
      certain: true,
      accepted: true,
    };
  const [first] = entered;
  if (first !== undefined)
    return {
      verdict: 'warn',
      message: `${intro}. ${entered.length} of ${attempts.length} were ACCEPTED: whoever learns the id is in the session; 404 was expected.`,
      exchanges,
      shown: first.answer.exchange,
      certain: true,
      accepted: true,
    };
  if (!isTaken)
    return {
      verdict: 'inconclusive',
      message: `${intro}. The other token is not known to be good here.`,
      exchanges,
    };
  return { verdict: 'pass', message: `${intro}. None of it was accepted.`, exchanges, accepted: false };
}

function harmOf(
  overheard: ProbeAnswer | null,
  afterwards: ProbeAnswer | null,
  attempts: readonly Attempt[],
): { readonly what: string; readonly shown: number } | undefined {
  const deleted = attempts.at(-1)?.answer.exchange ?? 0;
  if (afterwards !== null && afterwards.status >= 400)
    return {
      what: `Then the owner's tools/list was answered ${describeAnswer(afterwards)}: a stranger ENDED the session.`,
      shown: deleted,
    };
  if (overheard !== null && isAccepted(overheard) && overheard.body.includes('"jsonrpc"'))
    return { what: 'The stranger was SENT the events of the session.', shown: overheard.exchange };
  return undefined;
}
