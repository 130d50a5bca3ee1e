import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found, quote } from '../../look.ts';
import { ANSWERS } from './tool-calls.ts';

export const wrongResult: KnownRule = {
  code: 'session/wrong-result',
  leg: 'session',
  checks: ['server/answers-expected-results'],
  about: {
    title: 'A tool did not answer as expected.',
    cause: 'The tool failed or gave another result.',
    fix: 'Look into the tool, or correct the expectation.',
  },
  diagnose: (symptoms) => {
    const failed = symptoms.evidence.flows.flatMap(({ request, sessions }) =>
      sessions.flatMap(({ protocol, calls, error }) =>
        calls.flatMap((call) =>
          // Without any result in a session that broke, the session's error is the cause.
          call.verdict === 'pass' || (error !== null && call.result === null)
            ? []
            : [{ call, place: `${request.flow}, ${protocol}` }],
        ),
      ),
    );
    const [first] = failed;
    if (first === undefined) return [];
    const { call, place } = first;
    const given = `${quote(call.tool)} was called with ${clipped(call.arguments)} (${place})`;
    const said = call.message === undefined ? '.' : `: ${call.message.replace(/\.$/, '')}.`;
    const other = 'expected' in call && clipped(call.result) !== clipped(call.expected);
    const why =
      other && call.result !== null
        ? `: it gave ${clipped(call.result)}, and ${clipped(call.expected)} was expected.`
        : said;
    const more = failed.length - 1;
    const declined = symptoms.evidence.flows.some(({ sessions }) =>
      sessions.some(({ elicitations }) =>
        elicitations.some((asked) => asked.mode === 'form' && asked.answer === 'decline'),
      ),
    );
    return [
      found(
        `The tool ${quote(call.tool)} did not answer as expected.`,
        `${given}${why}${more > 0 ? ` ${more} more ${more === 1 ? 'call' : 'calls'} failed.` : ''}`,
        declined
          ? 'It asked a question and was told no: answer it with --elicit JSON (elicit in the configuration file).'
          : 'Token and session are right: look into the tool itself, or correct the expectation (--call, expect.calls).',
        {
          results: failedIds(symptoms, ({ id }) => ANSWERS.has(id)),
        },
      ),
    ];
  },
};

function clipped(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
