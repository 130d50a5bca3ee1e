import type { KnownRule } from '../../known-rule.ts';
import { found, quoteAll } from '../../look.ts';
import { askedFor, bare, failedWith, isOf, refusedWith } from './in-use.ts';

export const keycloakRolesNotRead: KnownRule = {
  code: 'keycloak/roles-not-read',
  leg: 'token',
  explains: ['session/*', 'oauth/invalid_scope', 'keycloak/scope-not-assigned'],
  about: {
    title: 'The roles are in the token, where the server does not look: realm_access or resource_access.',
    cause:
      'Keycloak writes realm roles to realm_access.roles and client roles to resource_access.CLIENT.roles.',
    fix: 'Let the server read those claims, or map the roles to a claim that it reads.',
  },
  diagnose: (symptoms) => {
    if (!isOf('keycloak', symptoms)) return [];
    const unread = refusedWith(symptoms, 'auth.insufficient_scope', 'auth.forbidden').flatMap((flow) => {
      const asked = askedFor(flow.error).filter((scope) => !flow.token.scp.includes(scope));
      const held = flow.token.roles.filter((role) => asked.some((scope) => role.endsWith(`:${bare(scope)}`)));
      return held.length === 0 || asked.length > held.length ? [] : [{ ...flow, asked, held }];
    });
    const [first] = unread;
    if (first === undefined) return [];
    const name = first.held.every((role) => role.startsWith('realm:'))
      ? 'realm_access.roles'
      : 'resource_access';
    return [
      found(
        `The roles are in the token, where the server does not look: ${name}.`,
        `The endpoint demands ${quoteAll(first.asked)} (403); the token has ${quoteAll(first.held)} and the scopes ${quoteAll(first.token.scp)}. Keycloak writes realm roles to realm_access.roles and client roles to resource_access.CLIENT.roles, and no roles claim of its own.`,
        'Let the server read them there. Or let Keycloak write them where it looks: Client scopes > roles > Mappers > realm roles, Token Claim Name "roles".',
        {
          confidence: 'likely',
          results: failedWith(symptoms, ...unread.map(({ request }) => request)),
          paste: [
            {
              where: 'server',
              text:
                name === 'realm_access.roles'
                  ? 'const roles = claims.realm_access?.roles ?? []'
                  : 'const roles = Object.values(claims.resource_access ?? {}).flatMap(({ roles }) => roles)',
            },
          ],
        },
      ),
    ];
  },
};
