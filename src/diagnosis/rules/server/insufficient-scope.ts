import type { FlowRequest } from '../../../types.ts';
import type { KnownRule } from '../../known-rule.ts';
import { type Diagnosis, failedIds, fill, found, quoteAll, readFlows } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';

const CODES: ReadonlySet<string> = new Set(['auth.insufficient_scope', 'auth.forbidden']);

export const insufficientScope: KnownRule = {
  code: 'session/insufficient-scope',
  leg: 'session',
  unlessExplained: true,
  about: {
    title: 'The token does not allow what was asked.',
    cause: 'A scope or role that the server demands is missing.',
    fix: 'Ask for the scope, or assign the app role to the machine.',
  },
  diagnose: (symptoms) =>
    symptoms.evidence.flows.flatMap(({ request, sessions }) => {
      const error = sessions
        .map((session) => session.error)
        .find((one) => one !== null && CODES.has(one.code));
      if (error === null || error === undefined) return [];
      const token = readFlows(symptoms).find((flow) => flow.request === request)?.token;
      const has =
        token === undefined
          ? ''
          : ` The token has ${token.scp.length === 0 ? 'no scopes' : `scopes ${quoteAll(token.scp)}`} and ${token.roles.length === 0 ? 'no roles' : `roles ${quoteAll(token.roles)}`}.`;
      if (error.code === 'auth.forbidden')
        return [unexplainedRefusal(symptoms, request, `${error.message}${has}`)];
      return [
        found(
          'The token does not allow what was asked.',
          `${error.message}${has}`,
          fill(
            token?.appOnly === true
              ? 'Assign the app role that the server demands to the client {clientId} and grant admin consent; for machines the server must look at roles, not at scopes.'
              : 'Ask for the scope that the server demands with --scope, and consent to it for the client {clientId}. A login that was kept has the scopes that it was for: mcp-authcheck login --scope SCOPE.',
            symptoms,
            request,
          ),
          { results: failedIds(symptoms, ({ id, flow }) => flow === request.flow && EXPLAINED.has(id)) },
        ),
      ];
    }),
};

/** 403, and no word about what is missing. */
function unexplainedRefusal(symptoms: Symptoms, request: FlowRequest, cause: string): Diagnosis {
  return found(
    'The endpoint forbids what was asked (403), and does not say what is missing.',
    cause,
    fill(
      "Look into the server's log for the reason; most often it demands a role, a group or a client by name. For a machine: API permissions of the client {clientId} > Grant admin consent.",
      symptoms,
      request,
    ),
    {
      confidence: 'possible',
      alternatives: [
        'It has a list of allowed clients (azp, appid), users (oid) or tenants (tid), and this one is not on it.',
        'It looks for permissions in scp alone, or in roles alone.',
        'A firewall or gateway in front of it answers.',
      ],
      decide: "Whether the server's log has this request at all: if not, something in front of it answered.",
      results: failedIds(symptoms, ({ id, flow }) => flow === request.flow && EXPLAINED.has(id)),
    },
  );
}

const EXPLAINED: ReadonlySet<string> = new Set([
  'road/session',
  'road/call',
  'server/answers-expected-results',
]);
