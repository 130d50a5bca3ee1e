import type { KnownRule } from '../known-rule.ts';
import { failedIds, fill, found, isEntra, quoteAll, readFlows } from '../look.ts';

export const appOnlyWithoutRoles: KnownRule = {
  code: 'entra/app-only-without-roles',
  leg: 'token',
  checks: ['token/roles-as-expected'],
  about: {
    title: "A machine's token carries no roles.",
    cause: 'Entra ID issues it all the same; scopes never apply to machines, app roles do.',
    fix: 'Define app roles for Applications, assign them to the client, grant admin consent.',
  },
  diagnose: (symptoms) =>
    readFlows(symptoms).flatMap(({ request, token, accepted }) => {
      if (!isEntra(symptoms) || token.appOnly !== true || token.roles.length > 0) return [];
      const wanted = request.expect?.roles ?? [];
      const cause = `The token is a machine's and has no roles claim${wanted.length === 0 ? '' : `; needed are ${quoteAll(wanted)}`}. Entra ID issues it all the same: scopes (Expose an API) never apply to machines, only app roles do.`;
      return [
        found(
          accepted
            ? "A machine's token without any role is let in: any application of the tenant can call this API."
            : "The machine's token carries no roles, so it allows nothing.",
          cause,
          fill(
            accepted
              ? 'Let the server demand a role of machines, and set Enterprise applications > the API > Properties > Assignment required to Yes.'
              : 'App registrations > the API {audience} > App roles: there must be roles for Applications. Then App registrations > the client {clientId} > API permissions > Add a permission > My APIs > Application permissions: add them, and Grant admin consent. Get a new token afterwards.',
            symptoms,
            request,
          ),
          {
            severity: accepted ? 'warning' : 'error',
            results: failedIds(symptoms, ({ id, flow }) => flow === request.flow && RELATED.has(id)),
          },
        ),
      ];
    }),
};

const RELATED: ReadonlySet<string> = new Set([
  'token/roles-as-expected',
  'road/session',
  'road/call',
  'server/answers-expected-results',
]);
