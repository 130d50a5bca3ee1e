import type { ProbeAnswer } from '../../types.ts';
import { accessToken, likeTheGoodOne } from '../bearer.ts';
import type { Check, CheckContext } from '../check.ts';
import { noSessions, sessionless } from '../no-sessions.ts';
import { inSession, type OwnSession, withSession } from '../own-session.ts';
import { judgeRefusals } from '../refusal.ts';

interface Replay {
  /** What was asked for an event with the good token. */
  readonly asked: readonly ProbeAnswer[];
  /** undefined: no event came that has an id. */
  readonly answer?: ProbeAnswer;
}

export const rejectsReplayWithoutToken: Check<Replay | undefined> = {
  id: 'coverage/rejects-replay-without-token',
  title: 'replays no events to a request without a token',
  level: 'MUST',
  spec: [
    'MCP 2025-11-25 security best practices, Session Hijacking',
    'MCP 2025-11-25 transports, Resumability and Redelivery',
  ],
  passes:
    'A GET with the id of a live session of our own and with the Last-Event-ID of a real event in it, but without a token, is answered 401, 403, 404 or 405: nothing is replayed.',
  fails:
    'An event stream that opens is a critical failure: whoever learns an event id reads what the session was told. Any other status fails as a refusal of the wrong kind.',
  cannotKnow:
    'Servers whose events have no ids cannot replay any, and are skipped. Whether another caller gets a replay is asked by the checks on sessions.',
  fix: 'Check the token on GET before Last-Event-ID is looked up, and replay events to the principal alone whose stream it was.',
  per: 'era',
  only: 'legacy',
  needsToken: true,
  part: 'negative',
  unmet: sessionless,
  observe: (context) => withSession(context, (session) => replay(context, session)),
  judge: (observation) => {
    if (observation === undefined) return noSessions();
    const { asked, answer } = observation;
    const exchanges = asked.map(({ exchange }) => exchange);
    if (answer === undefined)
      return {
        verdict: 'skip',
        message: 'The server sent no event with an id, so that there is nothing to replay.',
        exchanges,
      };
    const attempts = [{ sent: 'a GET with the id of a real event, without a token,', answer }];
    const judged = judgeRefusals({ attempts, spoken: true }, [403, 404, 405]);
    return { ...judged, exchanges: [...exchanges, answer.exchange], shown: answer.exchange };
  },
};

async function replay(context: CheckContext, session: OwnSession): Promise<Replay> {
  const { probe } = context;
  const own = { ...inSession(session), phase: 'check' } as const;
  const shown = likeTheGoodOne(accessToken(context), context);
  const posted = await probe({ ...own, ...shown, rpc: { method: 'ping' } });
  const known = eventId(posted);
  const opened =
    known === undefined ? [await probe({ ...own, ...shown, method: 'GET', streamForMs: LISTENS_MS })] : [];
  const id = known ?? opened.map((answer) => eventId(answer)).find((one) => one !== undefined);
  const asked = [posted, ...opened];
  if (id === undefined) return { asked };
  const headers = [...(own.headers ?? []), ['Last-Event-ID', id] as const];
  return { asked, answer: await probe({ ...own, method: 'GET', headers }) };
}

/** The first event of a stream that can be resumed comes at once, and is empty. */
const LISTENS_MS = 200;

/** The id of the first event that has one (WHATWG HTML §9.2.6), if it can stand in a header. */
function eventId({ contentType, body }: ProbeAnswer): string | undefined {
  if (!contentType.trim().toLowerCase().startsWith('text/event-stream')) return undefined;
  const id = /^id: ?(.+)$/m.exec(body.replaceAll('\r', '\n'))?.[1];
  return id !== undefined && /^[\x21-\x7e]+$/.test(id) ? id : undefined;
}
