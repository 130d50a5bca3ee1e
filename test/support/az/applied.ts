import type { SetupOptions } from '../../../src/commands/setup/options.ts';
import { type Changes, recipe } from '../../../src/commands/setup/recipe.ts';
import { type AzApplication, type AzTenant, emptyTenant, newApplication } from './tenant.ts';

/** The directory after the recipe's own data, step by step, without one; credentials are the caller's. */
export function applied(options: SetupOptions, without?: string): AzTenant {
  const tenant = emptyTenant();
  const made = new Map<Changes['of'], AzApplication>();
  for (const { sets, title } of recipe(options)) {
    if (title === without) continue;
    const { of, application = {} } = sets;
    const target =
      made.get(of) ?? newApplication(application.displayName ?? '', application.signInAudience ?? '');
    if (!made.has(of)) {
      made.set(of, target);
      tenant.applications.push(target);
    }
    const apiId = made.get('api')?.appId ?? '';
    merge(target, JSON.parse(JSON.stringify(application).replaceAll('{api}', apiId)));
    if (sets.federatedIdentityCredential !== undefined) {
      target.federatedIdentityCredentials.push({ ...sets.federatedIdentityCredential });
    }
    if (sets.servicePrincipal !== undefined) principalOf(tenant, target, sets.servicePrincipal);
    if (sets.adminConsent === true) tenant.consented.push(target.appId);
    if (sets.assignsPerson === true) {
      tenant.assignments.push({
        principalId: tenant.personId,
        resourceId: principalOf(tenant, target, {}).id,
        appRoleId: '00000000-0000-0000-0000-000000000000',
      });
    }
  }
  return tenant;
}

function principalOf({ servicePrincipals }: AzTenant, { appId }: AzApplication, changes: object) {
  const known = servicePrincipals.find((one) => one.appId === appId);
  if (known !== undefined) return Object.assign(known, changes);
  const made = {
    appId,
    id: `principal of ${appId}`,
    appRoleAssignmentRequired: false,
    accountEnabled: true,
    ...changes,
  };
  servicePrincipals.push(made);
  return made;
}

/** Members of lists are added, everything else is set. */
function merge(target: object, changes: object): void {
  for (const [name, value] of Object.entries(changes)) {
    const before: unknown = Reflect.get(target, name);
    if (Array.isArray(before) && Array.isArray(value)) before.push(...value);
    else if (typeof before === 'object' && before !== null && typeof value === 'object') merge(before, value);
    else Reflect.set(target, name, value);
  }
}
