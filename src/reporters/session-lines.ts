import type { FlowReport, SessionReport } from '../types.ts';
import { escapeRemote } from './escape.ts';
import { hang, type Paint, unbreakable } from './paint.ts';
import { and, callInWords, callName, count } from './words.ts';

/** The sessions of one flow: those that went the same way share a line, and what was said before is not repeated. */
export function sessionLines(
  sessions: readonly SessionReport[],
  earlier: readonly FlowReport[],
  indent: string,
  paint: Paint,
): readonly string[] {
  const said = new Set(earlier.flatMap((flow) => flow.sessions.flatMap(messagesOf)));
  const same = new Map<string, SessionReport[]>();
  for (const session of sessions) {
    const calls = session.calls.map((call) => ({ ...call, durationMs: 0 }));
    const { tools, error, droppedTools, elicitations } = session;
    const key = JSON.stringify([
      tools.map(({ name }) => name),
      calls,
      error?.message,
      droppedTools,
      elicitations,
    ]);
    same.set(key, [...(same.get(key) ?? []), session]);
  }
  return [...same.values()].flatMap((group) => {
    const [session] = group;
    const protocols = and(group.map((one) => one.protocol));
    return session === undefined ? [] : oneSession(session, protocols, said, indent, paint);
  });
}

type Call = SessionReport['calls'][number];

function oneSession(
  session: SessionReport,
  protocols: string,
  said: ReadonlySet<string>,
  indent: string,
  paint: Paint,
): readonly string[] {
  const failed = session.calls.filter((call) => call.verdict === 'fail');
  const bad = session.error !== null || failed.length > 0;
  const repeated = failed.some((call) => call.message === session.error?.message);
  const tools =
    session.error !== null && session.tools.length === 0 ? [] : [count(session.tools.length, 'tool')];
  const passed = session.calls.filter((call) => call.verdict === 'pass');
  const parts = [
    ...(session.error === null || repeated ? [] : [inWords(session.error.message, said, 400)]),
    ...tools,
    ...passed.map((call) => unbreakable(callInWords(call))),
  ];
  return [
    ...hang(
      `${indent}${paint.mark(bad ? 'fail' : 'pass')} ${protocols}: `,
      parts.join(', '),
      paint.width,
      indent.length + 2,
    ),
    ...failedCalls(failed, said, `${indent}  `, paint),
    ...asides(session).flatMap((text) =>
      hang(`${indent}  ${paint.mark('warn')} `, text, paint.width, indent.length + 4),
    ),
  ];
}

/** Named in full; a server may list thousands. */
const MOST_LEFT_OUT = 5;

/** What a client had to leave out, and what the server wanted of a person. */
function asides({ droppedTools, elicitations }: SessionReport): readonly string[] {
  const left = droppedTools.length - MOST_LEFT_OUT;
  return [
    ...droppedTools
      .slice(0, MOST_LEFT_OUT)
      .map(({ name, reason }) => `left out ${escapeRemote(name, 80)}: ${escapeRemote(reason, 200)}`),
    ...(left > 0 ? [`left out ${count(left, 'more tool')}`] : []),
    ...elicitations.map(({ mode, message, url, answer, reason }) => {
      const said = `the server asked: ${escapeRemote(message, 200)}`;
      return mode === 'url'
        ? `${said}, at ${escapeRemote(url ?? '', 500)}: not opened`
        : `${said}: ${answer === 'accept' ? 'answered with --elicit' : escapeRemote(reason ?? 'declined', 300)}`;
    }),
  ];
}

/** Calls that failed for the same reason share a line. */
function failedCalls(
  failed: readonly Call[],
  said: ReadonlySet<string>,
  indent: string,
  paint: Paint,
): readonly string[] {
  const reasons = new Map<string, Call[]>();
  for (const call of failed) reasons.set(reasonOf(call), [...(reasons.get(reasonOf(call)) ?? []), call]);
  return [...reasons].flatMap(([reason, calls]) => {
    const names = calls.map((call) => unbreakable(callName(call))).join(', ');
    return hang(
      `${indent}${paint.mark('fail')} `,
      `${names}: ${inWords(reason, said, 300)}`,
      paint.width,
      indent.length + 2,
    );
  });
}

function reasonOf(call: Call): string {
  if (call.message !== undefined) return call.message;
  return call.expected === undefined ? 'failed' : `expected ${JSON.stringify(call.expected)}`;
}

function messagesOf(session: SessionReport): readonly string[] {
  const failed = session.calls.filter((call) => call.verdict === 'fail');
  return [...(session.error === null ? [] : [session.error.message]), ...failed.map(reasonOf)];
}

/** A short reason may stand there again; a long one is worth one reading. */
function inWords(message: string, said: ReadonlySet<string>, limit: number): string {
  return said.has(message) && message.length > SHORT ? 'the same as above' : escapeRemote(message, limit);
}

const SHORT = 40;
