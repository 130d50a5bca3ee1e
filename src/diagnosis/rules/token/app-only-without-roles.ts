import { isGuid } from '../../../text/guid.ts';
import { addRolePermission, grantAdminConsent, requireAssignment } from '../../az/index.ts';
import type { KnownRule } from '../../known-rule.ts';
import { fill, found, isEntra, quoteAll, readFlows } from '../../look.ts';
import { explainedBy } from './explained-by.ts';
import { resourceOfMicrosoft } from './known-clients.ts';

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
    readFlows(symptoms).flatMap(({ request, token, accepted, refused }) => {
      if (!isEntra(symptoms) || token.appOnly !== true || token.roles.length > 0) return [];
      if (token.aud.some((aud) => resourceOfMicrosoft(aud) !== undefined)) return [];
      const wanted = request.expect?.roles ?? [];
      const cause = `The token is a machine's and has no roles claim${wanted.length === 0 ? '' : `; needed are ${quoteAll(wanted)}`}. Entra ID issues it all the same: scopes (Expose an API) never apply to machines, only app roles do.`;
      const api = symptoms.evidence.target.audience?.replace(/^api:\/\//, '') ?? '';
      const client = request.clientId;
      const results = explainedBy(symptoms, request);
      if (accepted) {
        return [
          found(
            "A machine's token without any role is let in: any application of the tenant can call this API.",
            cause,
            fill(
              'Let the server demand a role of machines, and set Enterprise applications > the API > Properties > Assignment required? to Yes.',
              symptoms,
              request,
            ),
            {
              severity: 'warning',
              paste: isGuid(api) ? [shell(requireAssignment({ api, required: true }))] : [],
              results,
            },
          ),
        ];
      }
      return [
        found(
          "The machine's token carries no roles, so it allows nothing.",
          cause,
          fill(
            'App registrations > the API {audience} > App roles: there must be roles for Applications. Then App registrations > the client {clientId} > API permissions > Add a permission > My APIs > Application permissions: add them, and Grant admin consent. Get a new token afterwards.',
            symptoms,
            request,
          ),
          {
            confidence: refused || results.length > 0 ? 'certain' : 'likely',
            paste:
              isGuid(api) && client !== undefined && wanted.length > 0
                ? [
                    shell(
                      [
                        ...wanted.map((role) => addRolePermission({ client, api, role })),
                        grantAdminConsent({ client }),
                      ].join('\n'),
                    ),
                  ]
                : [],
            alternatives: [
              'The roles are defined and added to the client, and nobody granted admin consent.',
              'The API has no app roles for Applications: only scopes, or roles for Users/Groups.',
              'The roles were assigned after this token was issued; managed identities keep theirs for a day.',
            ],
            decide: fill(
              'App registrations > the client {clientId} > API permissions: is the role listed there, as Application, with a green tick?',
              symptoms,
              request,
            ),
            results,
          },
        ),
      ];
    }),
};

function shell(text: string) {
  return { where: 'shell', text } as const;
}
