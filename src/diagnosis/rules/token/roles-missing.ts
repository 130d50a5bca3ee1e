import { isGuid } from '../../../text/guid.ts';
import type { FlowRequest, Token } from '../../../types.ts';
import { addRolePermission, grantAdminConsent } from '../../az/index.ts';
import type { KnownRule } from '../../known-rule.ts';
import { fill, found, isEntra, quote, quoteAll, readFlows } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';
import { explainedBy } from './explained-by.ts';
import { likeOf } from './like.ts';

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
      const [first] = missing;
      if (first === undefined) return [];
      const cause = `Expected are ${quoteAll(request.expect?.roles ?? [])}; the token has ${token.roles.length === 0 ? 'no roles' : quoteAll(token.roles)}.`;
      const results = explainedBy(symptoms, request);
      const like = likeOf(first, token.roles);
      if (like !== undefined) {
        return [
          found(
            `The token has the role ${quote(like)}, and ${quote(first)} is expected: they are not the same.`,
            `${cause} Roles are compared letter for letter.`,
            fill(
              `App registrations > the API {audience} > App roles > ${like}: write ${first} into Value, not only into Display name; then get a new token. Or let the server and the gate expect ${like}.`,
              symptoms,
              request,
            ),
            { results },
          ),
        ];
      }
      return [
        found(
          `${whose(token)} lacks ${missing.length === 1 ? 'the role' : 'roles:'} ${quoteAll(missing)}.`,
          cause,
          fill(fixFor(symptoms, token), symptoms, request),
          {
            ...(token.appOnly === false ? {} : { paste: pasteFor(symptoms, request, missing) }),
            results,
          },
        ),
      ];
    }),
};

function whose({ appOnly }: Token): string {
  return appOnly === null ? 'The token' : `The ${appOnly ? "machine's" : "person's"} token`;
}

function fixFor(symptoms: Symptoms, { appOnly }: Token): string {
  if (!isEntra(symptoms)) return 'Assign the roles to the client {clientId}, and get a new token.';
  return appOnly === false
    ? 'Enterprise applications > the API {audience} > Users and groups: assign the person to the role (an app role for Users/Groups), and sign in again.'
    : 'App registrations > the client {clientId} > API permissions > Add a permission > My APIs > Application permissions: add them, then Grant admin consent. Get a new token, because the old one keeps its roles.';
}

function pasteFor(symptoms: Symptoms, { clientId }: FlowRequest, roles: readonly string[]) {
  const api = symptoms.evidence.target.audience?.replace(/^api:\/\//, '') ?? '';
  if (!isEntra(symptoms) || !isGuid(api) || clientId === undefined) return [];
  const lines = roles.map((role) => addRolePermission({ client: clientId, api, role }));
  return [{ where: 'shell', text: [...lines, grantAdminConsent({ client: clientId })].join('\n') } as const];
}
