import { createHash } from 'node:crypto';
import type { SetupOptions } from './options.ts';
import type { AppRole, PermissionScope } from './recipe.ts';

/** The scopes of the API as they are registered. */
export function scopesOf({ name, scopes }: SetupOptions): readonly PermissionScope[] {
  return scopes.map((value) => ({
    id: permissionId('scope', name, value),
    value,
    type: 'User',
    isEnabled: true,
    adminConsentDisplayName: `Use ${value} of ${name}`,
    adminConsentDescription: `Lets the application use ${value} of ${name} as the signed-in user.`,
    userConsentDisplayName: `Use ${value} of ${name}`,
    userConsentDescription: `Lets the application use ${value} of ${name} as you.`,
  }));
}

/** The app roles of the API as they are registered, for applications. */
export function rolesOf({ name, roles }: SetupOptions): readonly AppRole[] {
  return roles.map((value) => ({
    id: permissionId('role', name, value),
    value,
    displayName: value,
    description: `Lets an application use ${value} of ${name} as itself.`,
    allowedMemberTypes: ['Application'],
    isEnabled: true,
  }));
}

/** Microsoft Graph, and the delegated permissions that every sign-in asks for; their ids are the same everywhere. */
export const GRAPH_APP_ID = '00000003-0000-0000-c000-000000000000';
export const SIGN_IN_SCOPES = [
  { value: 'openid', id: '37f7f235-527c-4136-accd-4a02d197296e' },
  { value: 'profile', id: '14dad69e-099b-42c9-810b-d002981feec1' },
  { value: 'offline_access', id: '7427e0e9-2fba-42fe-b0c0-848c9e6a8182' },
] as const;

/** The same GUID whenever the recipe is made again (RFC 9562, version 8); a scope's and a role's differ. */
function permissionId(kind: 'scope' | 'role', name: string, value: string): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify([kind, name, value]))
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
