import { flipSignatureByte, GARBAGE_TOKEN } from '../../token/index.ts';
import { withFlippedSignature, withGarbage } from '../bad-tokens.ts';
import { accessToken } from '../bearer.ts';
import type { Check, CheckContext } from '../check.ts';
import type { Attempt } from '../refusal.ts';
import { withGoodToken, withUnknownMethod } from './looks.ts';
import { type Trace, traceIn, tracesOf } from './traces.ts';

/** What was found in one answer, without what it was. */
interface Leak {
  /** "The answer to the good token" */
  readonly answer: string;
  /** "its signature in the header x-debug" */
  readonly found: string;
  /** Something that was no token at all. */
  readonly harmless: boolean;
  readonly exchange?: number;
}

interface Searched {
  readonly answers: readonly string[];
  readonly leaks: readonly Leak[];
  readonly exchanges: readonly number[];
}

export const keepsTokensToItself: Check<Searched> = {
  id: 'leakage/keeps-tokens-to-itself',
  title: 'sends no part of a token back',
  level: 'MUST',
  spec: [
    'MCP 2026-07-28 authorization security considerations, Token Theft',
    'MCP 2025-11-25 authorization, Token Theft',
    'derived: what is sent back ends up in logs, histories and conversations',
  ],
  per: 'era',
  needsToken: true,
  passes:
    'The good token, a copy with another signature, the good token with a method that does not exist, and a bearer value that is no token are sent. Bodies and headers of the answers, and what tools returned in this run, are searched for the token, its signature and its payload, encoded and decoded. None of them may be there.',
  fails:
    'Any part of a token fails, wherever it stands. Sending back the value that is no token is a warning: an expired or mistyped one would come back as well.',
  cannotKnow: 'What the server writes to its own logs, and what tools return that were not called.',
  fix: 'Leave the Authorization header and the token out of error messages, debug headers and results. Say what is wrong with a token, not what it was: "the signature is wrong", "it has expired".',
  observe: search,
  judge: ({ answers, leaks, exchanges }) => {
    const worst = leaks.find(({ harmless }) => !harmless) ?? leaks[0];
    if (worst === undefined)
      return {
        verdict: 'pass',
        message: `No part of a token was found in the answers to ${answers.join(', ')}.`,
        exchanges,
      };
    const { answer, found, harmless, exchange } = worst;
    return {
      verdict: harmless ? 'warn' : 'fail',
      message: `${answer} has ${found}; nothing of what was in the Authorization header was expected.`,
      exchanges,
      ...(exchange === undefined ? {} : { shown: exchange }),
    };
  },
};

async function search(context: CheckContext): Promise<Searched> {
  const token = accessToken(context);
  const good = tracesOf(token);
  const flipped = flipSignatureByte(token, context.http.vault);
  const changed = [...(flipped === undefined ? [] : tracesOf(flipped.token)), ...good];
  const garbage: readonly Trace[] = [{ what: 'the value that is no token', text: GARBAGE_TOKEN }];

  const seen: readonly (readonly [Attempt | undefined, readonly Trace[], boolean])[] = [
    [await withGoodToken(context), good, false],
    [await withUnknownMethod(context), good, false],
    [await withFlippedSignature(context), changed, false],
    [await withGarbage(context), garbage, true],
  ];
  const attempts = seen.flatMap(([attempt]) => (attempt === undefined ? [] : [attempt]));
  const leaks = seen.flatMap(([attempt, traces, harmless]) =>
    attempt === undefined ? [] : leaksIn(attempt, traces, harmless),
  );
  return {
    answers: attempts.map(({ sent }) => sent),
    leaks: [...leaks, ...leaksInSessions(context, good)],
    exchanges: attempts.map(({ answer }) => answer.exchange),
  };
}

function leaksIn({ sent, answer }: Attempt, traces: readonly Trace[], harmless: boolean): readonly Leak[] {
  const places = [
    ['the body', answer.body] as const,
    ...answer.headers.map(([name, value]) => [`the header ${name.toLowerCase()}`, value] as const),
  ];
  return places.flatMap(([place, text]) => {
    const trace = traceIn(text, traces);
    if (trace === undefined) return [];
    const found = `${trace.what} in ${place}`;
    return [{ answer: `The answer to ${sent}`, found, harmless, exchange: answer.exchange }];
  });
}

/** What the server said to the client of the flow in this era: lists, results, questions. */
function leaksInSessions({ flow, era }: CheckContext, traces: readonly Trace[]): readonly Leak[] {
  const said = (flow?.sessions ?? [])
    .filter((session) => session.era === era)
    .map(({ tools, calls, elicitations }) =>
      JSON.stringify([tools, calls.map(({ result, message }) => [result, message]), elicitations]),
    );
  const trace = traceIn(said.join('\n'), traces);
  return trace === undefined
    ? []
    : [{ answer: 'A list, result or question of a session', found: trace.what, harmless: false }];
}
