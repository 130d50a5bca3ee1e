import type { KnownRule } from '../known-rule.ts';
import { failedIds, fill, found, quoteAll, readFlows } from '../look.ts';

export const rolesMissing: KnownRule = {
  code: 'token/roles-missing',
  leg: 'token',
  unlessExplained: true,
  checks: ['token/roles-as-expected'],
  about: {
    title: 'The token lacks roles that are expected.',
    cause: 'They are not assigned, or the token is older than the assignment.',
    fix: 'Assign the app roles and get a new token.',
  },
  diagnose: (symptoms) =>
    readFlows(symptoms).flatMap(({ request, token }) => {
      const missing = (request.expect?.roles ?? []).filter((role) => !token.roles.includes(role));
      if (missing.length === 0) return [];
      return [
        found(
          `The token lacks roles: ${quoteAll(missing)}.`,
          `Expected are ${quoteAll(request.expect?.roles ?? [])}; the token has ${quoteAll(token.roles)}.`,
          fill(
            token.appOnly === false
              ? 'Enterprise applications > the API > Users and groups: assign the person to the role, and sign in again.'
              : 'Assign the app roles of the API to the client {clientId} and grant admin consent; then get a new token, because the old one keeps its roles.',
            symptoms,
            request,
          ),
          {
            results: failedIds(symptoms, ({ id, flow }) => flow === request.flow && EXPLAINED.has(id)),
          },
        ),
      ];
    }),
};

const EXPLAINED: ReadonlySet<string> = new Set([
  'token/roles-as-expected',
  'road/session',
  'road/call',
  'server/answers-expected-results',
]);
