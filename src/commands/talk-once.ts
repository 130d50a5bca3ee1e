import { RunError, SessionError } from '../errors.ts';
import { escapeRemote } from '../reporters/escape.ts';
import type { CallExpectation, Session } from '../types.ts';
import type { Io } from './io.ts';
import type { WithToken } from './with-token.ts';

/**
 * One conversation for a single command. What the server asked a person for is told on stderr.
 * @throws SessionError when it ended in one.
 */
export async function talkOnce(
  { obtained: { step, tokens }, road }: WithToken,
  io: Io,
  plan: { readonly calls: readonly CallExpectation[]; readonly only?: 'list' },
): Promise<Session> {
  const { target } = step;
  const once = {
    ...target,
    protocol: target.protocol === 'both' ? ('auto' as const) : target.protocol,
    expect: { tools: plan.calls.map(({ tool }) => tool), calls: plan.calls },
  };
  const eras = { legacy: null, modern: null };
  const { sessions } = await road.converse({ ...step, target: once }, tokens, eras, plan.only);
  const [session] = sessions;
  if (session === undefined)
    throw new RunError('internal.no_session', 'No session came of the conversation.');
  for (const asked of session.elicitations) if (asked.mode === 'form') io.err(`${told(asked)}\n`);
  for (const { name, reason } of session.droppedTools) {
    io.err(`Left out the tool ${escapeRemote(name, 80)}: ${escapeRemote(reason, 200)}\n`);
  }
  const { error } = session;
  if (error === null) return session;
  throw new SessionError(error.code, error.message, {
    retryable: error.retryable,
    target: target.name,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.phase === undefined ? {} : { phase: error.phase }),
    ...(error.provider === undefined ? {} : { provider: error.provider }),
  });
}

function told({ message, answer, reason }: Session['elicitations'][number]): string {
  const said = `The server asked: ${escapeRemote(message, 300)}`;
  if (answer === 'accept') return `${said} Answered with --elicit.`;
  return `${said} Declined${reason === undefined ? '; --elicit JSON answers it' : `: ${escapeRemote(reason, 200)}`}.`;
}
