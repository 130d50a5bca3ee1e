import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { graph } from './graph.ts';
import { type AzApplication, type AzServicePrincipal, type AzTenant, newApplication } from './tenant.ts';

/** Flags by their names; true for one without a value. */
export type Flags = Readonly<Record<string, string | true>>;

interface Command {
  /** The flags that it takes besides those of every command. */
  readonly flags: readonly string[];
  readonly run: (tenant: AzTenant, flags: Flags) => unknown;
}

/** The commands of the recipe and of the lines to paste, with the flags that az 2.91 has for them. */
export const commands: Readonly<Record<string, Command>> = {
  'account show': { flags: [], run: ({ tenantId }) => ({ tenantId }) },
  'ad signed-in-user show': { flags: [], run: ({ personId }) => ({ id: personId }) },
  'ad app list': { flags: ['filter'], run: ({ applications }, { filter }) => filtered(applications, filter) },
  'ad app show': { flags: ['id'], run: (tenant, { id }) => shown(application(tenant, id)) },
  'ad app create': {
    flags: ['display-name', 'sign-in-audience'],
    run: ({ applications }, flags) => {
      const made = newApplication(String(flags['display-name']), String(flags['sign-in-audience']));
      applications.push(made);
      return made;
    },
  },
  'ad app update': {
    flags: ['id', 'is-fallback-public-client'],
    run: (tenant, flags) => {
      application(tenant, flags.id).isFallbackPublicClient = flags['is-fallback-public-client'] === 'true';
    },
  },
  'ad app credential reset': { flags: ['id', 'append', 'display-name', 'cert'], run: resetCredential },
  'ad app credential list': {
    flags: ['id', 'cert'],
    run: (tenant, { id }) => application(tenant, id).keyCredentials,
  },
  'ad app federated-credential list': {
    flags: ['id'],
    run: (tenant, { id }) => application(tenant, id).federatedIdentityCredentials,
  },
  'ad app federated-credential create': {
    flags: ['id', 'parameters'],
    run: (tenant, { id, parameters }) => {
      application(tenant, id).federatedIdentityCredentials.push(JSON.parse(String(parameters)));
    },
  },
  'ad app permission list': {
    flags: ['id'],
    run: (tenant, { id }) => application(tenant, id).requiredResourceAccess,
  },
  'ad app permission add': { flags: ['id', 'api', 'api-permissions'], run: addPermission },
  'ad app permission admin-consent': {
    flags: ['id'],
    run: (tenant, { id }) => {
      tenant.consented.push(servicePrincipal(tenant, id).appId);
    },
  },
  'ad sp list': {
    flags: ['filter'],
    run: ({ servicePrincipals }, { filter }) => filtered(servicePrincipals, filter),
  },
  'ad sp show': {
    flags: ['id'],
    run: (tenant, { id }) => ({
      ...servicePrincipal(tenant, id),
      appRoles: application(tenant, id).appRoles,
    }),
  },
  'ad sp create': {
    flags: ['id'],
    run: (tenant, { id }) => {
      const { appId } = application(tenant, id);
      if (tenant.servicePrincipals.some((one) => one.appId === appId)) throw new Error(`${appId} has one`);
      const made = { appId, id: randomUUID(), appRoleAssignmentRequired: false, accountEnabled: true };
      tenant.servicePrincipals.push(made);
      return made;
    },
  },
  'ad sp update': {
    flags: ['id', 'set'],
    run: (tenant, { id, set }) => {
      const [name = '', value = ''] = String(set).split('=');
      Object.assign(servicePrincipal(tenant, id), { [name]: JSON.parse(value) });
    },
  },
  rest: {
    flags: ['method', 'url', 'body'],
    run: (tenant, { method, url, body }) =>
      graph(
        tenant,
        String(method),
        new URL(String(url)),
        body === undefined ? undefined : JSON.parse(String(body)),
      ),
  },
};

/** With what Microsoft Graph says of permissions and does not take back. */
function shown(application: AzApplication): unknown {
  const { api, appRoles } = application;
  const withOrigin = (one: Record<string, unknown>): object => ({ ...one, origin: 'Application' });
  return {
    ...application,
    api: { ...api, oauth2PermissionScopes: api.oauth2PermissionScopes.map(withOrigin) },
    appRoles: appRoles.map(withOrigin),
  };
}

function filtered<Entry extends object>(
  entries: readonly Entry[],
  filter: Flags[string] | undefined,
): Entry[] {
  const [, name = '', text = ''] = /^(\w+) eq '((?:[^']|'')*)'$/.exec(String(filter)) ?? [];
  if (name === '') throw new Error(`Invalid filter clause: ${String(filter)}`);
  return entries.filter((entry) => Reflect.get(entry, name) === text.replaceAll("''", "'"));
}

export function application({ applications }: AzTenant, id: Flags[string] | undefined): AzApplication {
  const found = applications.find(({ appId }) => appId === id);
  if (found === undefined) throw new Error(`Resource '${String(id)}' does not exist.`);
  return found;
}

export function servicePrincipal(
  { servicePrincipals }: AzTenant,
  id: Flags[string] | undefined,
): AzServicePrincipal {
  const found = servicePrincipals.find(({ appId }) => appId === id);
  if (found === undefined) throw new Error(`Resource '${String(id)}' does not exist.`);
  return found;
}

function resetCredential(tenant: AzTenant, { id, append, cert, 'display-name': name }: Flags): unknown {
  const of = application(tenant, id);
  if (append !== true) throw new Error('This removes every other credential.');
  if (cert === undefined) {
    const secretText = `abc8Q~${randomUUID().replaceAll('-', '')}_-.x`;
    of.passwordCredentials.push({ displayName: String(name), secretText });
    return { appId: of.appId, password: secretText, tenant: tenant.tenantId };
  }
  const key = readFileSync(String(cert).replace(/^@/, ''), 'utf8');
  if (key.includes('PRIVATE KEY')) throw new Error('The private key leaves the machine.');
  of.keyCredentials.push({ keyId: randomUUID(), displayName: String(name), key });
  return { appId: of.appId, password: null, tenant: tenant.tenantId };
}

function addPermission(tenant: AzTenant, { id, api, 'api-permissions': added }: Flags): void {
  const { requiredResourceAccess } = application(tenant, id);
  const [permission = '', type = ''] = String(added).split('=');
  if (permission === '') throw new Error("Invalid value specified for property 'id'.");
  const known = requiredResourceAccess.find(({ resourceAppId }) => resourceAppId === api);
  const access = known?.resourceAccess ?? [];
  if (known === undefined) {
    requiredResourceAccess.push({ resourceAppId: String(api), resourceAccess: access });
  }
  if (access.some((one) => one.id === permission)) throw new Error('Permission entries are repeated.');
  access.push({ id: permission, type });
}
