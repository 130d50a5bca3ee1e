import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found, quote, quoteAll, readFlows } from '../../look.ts';

/** A right and its want, or a word for that alone. Neither "insufficient funds" nor "not allowed to be negative". */
const WORDS =
  /\b(?:insufficient|missing|lacks?|without|requires?|required|needs?)\b[^.]{0,40}\b(?:scopes?|roles?|permissions?|privileges?|rights)\b|\b(?:scopes?|roles?|permissions?|privileges?)\b[^.]{0,60}\b(?:missing|required|denied|needed)\b|\b(?:not permitted|forbidden|unauthori[sz]ed|not authori[sz]ed|access denied)\b/i;

/** What an operating system says of files. */
const OF_FILES = /\bE(?:ACCES|PERM)\b/;

/** The gate lets the caller in, and the tool says in a result that the caller may not. */
export const permissionErrorInTool: KnownRule = {
  code: 'session/permission-error-in-tool',
  leg: 'session',
  explains: ['session/tool-failed', 'session/wrong-result'],
  about: {
    title: 'A tool refuses the caller, after the endpoint let the token in.',
    cause: 'The permission is looked at in the tool, whose error comes with HTTP 200.',
    fix: 'Look at the permission before the tool runs, and answer 403 with insufficient_scope.',
  },
  diagnose: (symptoms) => {
    const refusals = readFlows(symptoms).flatMap(({ request, token }) => {
      const { sessions = [] } = symptoms.evidence.flows.find((flow) => flow.request === request) ?? {};
      const calls = sessions.flatMap((session) => session.calls).filter(isRefusal);
      const [first] = calls;
      return first === undefined ? [] : [{ request, token, first, calls }];
    });
    const [one] = refusals;
    if (one === undefined) return [];
    const { first, token } = one;
    const tools = [...new Set(refusals.flatMap(({ calls }) => calls.map(({ tool }) => tool)))];
    const kind = token.appOnly === true ? "a machine's" : token.appOnly === false ? "a person's" : 'this';
    const machine = token.appOnly === true && token.scp.length === 0 && token.roles.length > 0;
    const everybody = refusals.length === readFlows(symptoms).length;
    return [
      found(
        `The endpoint lets the token in, and the ${tools.length === 1 ? 'tool refuses' : 'tools refuse'} the caller: ${tools.map(quote).join(', ')}.`,
        `${quote(first.tool)} with ${kind} token (${one.request.flow}): ${first.message ?? ''} The token has scp ${quoteAll(token.scp)} and roles ${quoteAll(token.roles)}.${everybody ? '' : ' Other tokens were served.'}`,
        machine
          ? 'Let the tool take the permission from roles as well: machines have no scp. Better, look at it before the tool runs and answer 403 with insufficient_scope and the scope, so that clients know what to ask for.'
          : 'Compare what the tool demands with the token. Better, look at the permission before the tool runs and answer 403 with insufficient_scope and the scope, so that clients know what to ask for.',
        {
          ...(machine && !everybody
            ? {}
            : {
                confidence: 'likely',
                alternatives: [
                  'The tool asks another service, and that one refuses: the token for it is what is missing there.',
                ],
                decide: "Whether the server's log shows a request of the tool to somebody else.",
              }),
          results: failedIds(
            symptoms,
            ({ id }) => id === 'road/call' || id === 'server/answers-expected-results',
          ),
        },
      ),
    ];
  },
};

/** The tool itself said so, in a result with `isError`, in words about permission. */
function isRefusal({
  verdict,
  message = '',
}: {
  readonly verdict: string;
  readonly message?: string;
}): boolean {
  const [, said] = /^the tool answered with an error: (.*)$/s.exec(message) ?? [];
  return verdict === 'fail' && said !== undefined && WORDS.test(said) && !OF_FILES.test(said);
}
