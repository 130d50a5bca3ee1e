import { NetworkError } from '../../errors.ts';
import { accessToken, likeTheGoodOne } from '../bearer.ts';
import type { Check, CheckContext, Judgement } from '../check.ts';
import { noSessions, SESSION_HIJACKING, SESSION_MANAGEMENT, sessionless } from '../no-sessions.ts';
import { weaknesses } from '../session-ids.ts';

interface Issued {
  readonly ids: readonly string[];
  readonly now: number;
  readonly exchanges: readonly number[];
}

export const idIsUnguessable: Check<Issued> = {
  id: 'session/id-is-unguessable',
  title: 'issues session ids that nobody can guess',
  level: 'MUST',
  spec: [...SESSION_HIJACKING, ...SESSION_MANAGEMENT],
  only: 'legacy',
  per: 'era',
  needsToken: true,
  passes:
    'Five sessions are opened one after the other and ended again. Their ids are visible ASCII, all different, do not count up or begin with the time, and differ in about as many bits as random UUIDs do.',
  fails:
    'Other characters, an id issued twice, a counter, or fewer than 64 bits that differ: `fail`. The time at the beginning, or clearly fewer bits than a random UUID has: `warn`.',
  cannotKnow:
    'How the ids are made: what looks random may come from a weak generator, and the number of bits is an upper bound.',
  fix: 'Make session ids with a cryptographic generator, for instance `crypto.randomUUID()`.',
  unmet: sessionless,
  observe: openSome,
  judge: judgeIds,
};

const SESSIONS = 5;

async function openSome(context: CheckContext): Promise<Issued> {
  const { probe, http, evidence } = context;
  const shown = likeTheGoodOne(accessToken(context), context);
  const ids: string[] = [];
  const exchanges: number[] = [];
  try {
    while (ids.length < SESSIONS) {
      const opened = await probe({ era: 'legacy', ...shown, phase: 'check' });
      exchanges.push(opened.exchange);
      if (opened.kind !== 'result' || opened.sessionId === undefined) break;
      http.vault.keep(opened.sessionId);
      ids.push(opened.sessionId);
    }
  } finally {
    for (const sessionId of ids) await end(context, { sessionId, ...shown });
  }
  return { ids, now: evidence.now(), exchanges };
}

async function end(
  { probe }: CheckContext,
  session: Pick<Parameters<CheckContext['probe']>[0], 'sessionId' | 'authorization' | 'proof'>,
): Promise<void> {
  try {
    await probe({ era: 'legacy', ...session, method: 'DELETE', phase: 'cleanup' });
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
  }
}

function judgeIds({ ids, now, exchanges }: Issued): Judgement {
  if (ids.length === 0) return { ...noSessions(), exchanges };
  const facts = { exchanges, ...(exchanges[0] === undefined ? {} : { shown: exchanges[0] }) };
  const found = weaknesses(ids, now);
  const about = `Of ${ids.length} session ids that were issued one after the other`;
  if (found.length > 0)
    return {
      verdict: found.some(({ isGrave }) => isGrave) ? 'fail' : 'warn',
      message: `${about}: ${found.map(({ what }) => what).join('; ')}. Random ids were expected.`,
      ...facts,
    };
  return ids.length < 2
    ? {
        verdict: 'inconclusive',
        message: 'One session id was issued, and then no other to compare it with.',
        ...facts,
      }
    : { verdict: 'pass', message: `${about}, all are different and look random.`, ...facts };
}
