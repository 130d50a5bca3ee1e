import { type ApplicationSeed, contosoCalculator, type TenantSeed } from '../../../fixtures/entra/index.ts';
import type { AzApplication, AzTenant } from './tenant.ts';

/** The stand-in's tenant with these registrations and none besides; its first user is who ran the recipe. */
export function toSeed(tenant: AzTenant): TenantSeed {
  const [person] = contosoCalculator().users;
  if (person === undefined) throw new Error('the tenant has no user');
  const { applications, servicePrincipals, consented } = tenant;
  const appIdOf = (id: string): string => servicePrincipals.find((one) => one.id === id)?.appId ?? '';
  const granted = applications.filter(({ appId }) => consented.includes(appId));
  return {
    tenantId: tenant.tenantId,
    displayName: 'Contoso',
    domains: ['contoso.onmicrosoft.com'],
    // Consent is not his to give: all of it must have come from the administrator.
    users: [{ ...person, id: tenant.personId, mayConsent: false }],
    applications: applications.map((application) => seedOf(application, tenant)),
    oauth2PermissionGrants: granted.flatMap((client) =>
      client.requiredResourceAccess.map(({ resourceAppId, resourceAccess }) => ({
        clientAppId: client.appId,
        resourceAppId,
        consentType: 'AllPrincipals' as const,
        scope: namesOf(
          resourceAccess.filter(({ type }) => type === 'Scope').map(({ id }) => id),
          applications.find(({ appId }) => appId === resourceAppId),
        ).join(' '),
      })),
    ),
    appRoleAssignments: [
      ...granted.flatMap((client) =>
        client.requiredResourceAccess.flatMap(({ resourceAppId, resourceAccess }) =>
          resourceAccess
            .filter(({ type }) => type === 'Role')
            .map(({ id }) => ({
              principalId: servicePrincipals.find((one) => one.appId === client.appId)?.id ?? '',
              resourceAppId,
              appRoleId: id,
            })),
        ),
      ),
      ...tenant.assignments.map(({ principalId, resourceId, appRoleId }) => ({
        principalId,
        resourceAppId: appIdOf(resourceId),
        appRoleId,
      })),
    ],
  };
}

function seedOf(application: AzApplication, { servicePrincipals }: AzTenant): ApplicationSeed {
  const principal = servicePrincipals.find(({ appId }) => appId === application.appId);
  const dates = { startDateTime: '2025-01-01T00:00:00Z', endDateTime: '2049-12-31T00:00:00Z' };
  const graphSeed: unknown = {
    ...application,
    api: { preAuthorizedApplications: [], ...application.api },
    passwordCredentials: application.passwordCredentials.map((one) => ({ keyId: 'k', ...one, ...dates })),
    servicePrincipal: principal,
  };
  return graphSeed as ApplicationSeed;
}

/** Short names of delegated permissions; those of Microsoft Graph are the same everywhere. */
function namesOf(ids: readonly string[], api: AzApplication | undefined): readonly string[] {
  const scopes = api?.api.oauth2PermissionScopes ?? GRAPH_SCOPES;
  return ids.map((id) => String(scopes.find((scope) => scope.id === id)?.value));
}

const GRAPH_SCOPES: readonly Record<string, unknown>[] = [
  { value: 'openid', id: '37f7f235-527c-4136-accd-4a02d197296e' },
  { value: 'profile', id: '14dad69e-099b-42c9-810b-d002981feec1' },
  { value: 'offline_access', id: '7427e0e9-2fba-42fe-b0c0-848c9e6a8182' },
];
