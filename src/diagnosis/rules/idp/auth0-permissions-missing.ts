import type { KnownRule } from '../../known-rule.ts';
import { found, quoteAll, readFlows } from '../../look.ts';
import { failedWith, isOf } from './in-use.ts';

const PREFIX = 'permission:';

export const auth0PermissionsMissing: KnownRule = {
  code: 'auth0/permissions-missing',
  leg: 'token',
  checks: ['token/roles-as-expected'],
  explains: ['token/roles-missing', 'session/*'],
  about: {
    title: 'The token has no permissions claim: the API does not add it.',
    cause: 'Auth0 writes permissions only with RBAC and "Add Permissions in the Access Token".',
    fix: 'Applications > APIs > the API > Settings > RBAC Settings: switch on both.',
  },
  diagnose: (symptoms) => {
    if (!isOf('auth0', symptoms)) return [];
    const without = readFlows(symptoms).filter(
      ({ request, claims }) =>
        !Array.isArray(claims.permissions) &&
        request.expect?.roles?.some((role) => role.startsWith(PREFIX)) === true,
    );
    const [first] = without;
    if (first === undefined) return [];
    const wanted = (first.request.expect?.roles ?? []).map((role) => role.replace(PREFIX, ''));
    return [
      found(
        'The token has no permissions claim: the API does not add it.',
        `Expected are the permissions ${quoteAll(wanted)}; the token has the scopes ${quoteAll(first.token.scp)} and no claim permissions. Auth0 writes it only where the API is set to.`,
        'Auth0 Dashboard > Applications > APIs > the API > Settings > RBAC Settings: Enable RBAC and Add Permissions in the Access Token, both on. Then get a new token.',
        {
          results: failedWith(symptoms, ...without.map(({ request }) => request)),
          look: 'The person or the application must hold the permissions too: User Management > Users > Permissions, Applications > the application > APIs.',
        },
      ),
    ];
  },
};
