import type { AzTenant } from './tenant.ts';

/**
 * The few requests to Microsoft Graph that `az rest` is used for. Members that a change leaves out keep their
 * value, lists are replaced as a whole and hold nothing twice.
 */
export function graph(tenant: AzTenant, method: string, { origin, pathname }: URL, body: unknown): unknown {
  if (origin !== 'https://graph.microsoft.com') throw new Error(`There is no ${origin}.`);
  const [, appId] = /^\/v1\.0\/applications\(appId='([^']+)'\)$/.exec(pathname) ?? [];
  const application = tenant.applications.find((one) => one.appId === appId);
  if (method === 'PATCH' && application !== undefined && isRecord(body)) return patch(application, body);
  const [, person] = /^\/v1\.0\/users\/([^/]+)\/appRoleAssignments$/.exec(pathname) ?? [];
  if (method === 'GET' && person !== undefined) {
    return {
      value: tenant.assignments
        .map((one) => ({ id: 'assignment', ...one }))
        .filter((one) => one.principalId === person),
    };
  }
  const [, principal] =
    /^\/v1\.0\/servicePrincipals\/([^/]+)\/appRole(?:AssignedTo|Assignments)$/.exec(pathname) ?? [];
  if (method === 'POST' && principal !== undefined && isRecord(body)) {
    const { principalId, resourceId, appRoleId } = body;
    if (![principalId, resourceId].includes(principal)) throw new Error('Assigned to somebody else.');
    tenant.assignments.push({
      principalId: String(principalId),
      resourceId: String(resourceId),
      appRoleId: String(appRoleId),
    });
    return undefined;
  }
  throw new Error(`${method} ${pathname}: resource not found.`);
}

function patch(target: object, changes: Record<string, unknown>): undefined {
  for (const [name, value] of Object.entries(changes)) {
    const before: unknown = Reflect.get(target, name);
    if (before === undefined) throw new Error(`There is no property ${name}.`);
    if (Array.isArray(value)) {
      const texts = value.map((one) => JSON.stringify(one));
      if (new Set(texts).size < texts.length) throw new Error(`${name}: It contains duplicate value.`);
      if (texts.some((text) => text.includes('"origin"'))) throw new Error('origin is for reading only');
    }
    if (isRecord(value) && isRecord(before)) patch(before, value);
    else Reflect.set(target, name, value);
  }
  return undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
