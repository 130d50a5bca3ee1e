import type { Call } from '../../../types.ts';
import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found, quote } from '../../look.ts';
import { ANSWERS } from './tool-calls.ts';

export const toolFailed: KnownRule = {
  code: 'session/tool-failed',
  leg: 'session',
  explains: ['session/wrong-result'],
  about: {
    title: 'A tool answers with an error.',
    cause: 'The server let the call in, and the tool itself broke or refused its arguments.',
    fix: "Look into the server's log at the time of the call.",
  },
  diagnose: (symptoms) => {
    const calls = symptoms.evidence.flows
      .flatMap((flow) => flow.sessions)
      .flatMap((session) => session.calls);
    const failed = calls.filter(isToolError);
    const [first] = failed;
    if (first === undefined) return [];
    const tools = [...new Set(failed.map(({ tool }) => tool))];
    const declined = symptoms.evidence.flows.some(({ sessions }) =>
      sessions.some(({ elicitations }) => elicitations.some(({ answer }) => answer === 'decline')),
    );
    // Asked and declined: the answer to the question is the mend, and session/wrong-result says so.
    if (declined) return [];
    return [
      found(
        `The tool ${tools.map(quote).join(' and ')} answers with an error.`,
        `Called with ${JSON.stringify(first.arguments).slice(0, 200)}: ${first.message ?? 'it said no more'}. Token and session were taken: the call reached the tool.`,
        `Look into the server's log for this call of ${quote(first.tool)}, and mend the tool.`,
        {
          look: 'mcp-authcheck call TARGET TOOL ARGS repeats the call alone.',
          results: failedIds(symptoms, ({ id }) => ANSWERS.has(id)),
        },
      ),
    ];
  },
};

/** The tool itself said so, in a result with `isError`. */
function isToolError({ verdict, message = '' }: Call): boolean {
  return verdict !== 'pass' && message.startsWith('the tool answered with an error');
}
