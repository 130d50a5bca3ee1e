import type { KnownRule } from '../known-rule.ts';
import { failedIds, fill, found, isEntra, quoteAll, readFlows } from '../look.ts';

export const scopesMissing: KnownRule = {
  code: 'token/scopes-missing',
  leg: 'token',
  unlessExplained: true,
  checks: ['token/scopes-as-expected'],
  about: {
    title: 'The token lacks scopes that are expected.',
    cause: 'They were not asked for or not consented to; machines at Entra ID have none.',
    fix: 'Ask for the scope by name, and consent to it.',
  },
  diagnose: (symptoms) =>
    readFlows(symptoms).flatMap(({ request, token }) => {
      const expected = request.expect?.scp ?? [];
      const missing = expected.filter(
        (scope) => !token.scp.includes(scope.slice(scope.lastIndexOf('/') + 1)) && !token.scp.includes(scope),
      );
      if (missing.length === 0) return [];
      const machine = isEntra(symptoms) && token.appOnly === true;
      return [
        found(
          `The token lacks scopes: ${quoteAll(missing)}.`,
          machine
            ? `A machine's token has no scp claim at Entra ID: its rights are roles, here ${quoteAll(token.roles)}.`
            : `Expected are ${quoteAll(expected)}; the token has ${quoteAll(token.scp)}. Consent may be older than the scope, or a person declined it.`,
          fill(
            machine
              ? 'Expect roles of client credentials (--expect-role), and let the server look at roles for machines.'
              : 'Ask for the scope by name with --scope, and grant consent for the client {clientId}.',
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
  'token/scopes-as-expected',
  'road/session',
  'road/call',
  'server/answers-expected-results',
]);
