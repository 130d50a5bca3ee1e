import { randomUUID } from 'node:crypto';

/** A registration as Microsoft Graph has it, as far as the recipe goes. */
export interface AzApplication {
  readonly appId: string;
  readonly displayName: string;
  readonly signInAudience: string;
  identifierUris: string[];
  api: { requestedAccessTokenVersion: number | null; oauth2PermissionScopes: Record<string, unknown>[] };
  appRoles: Record<string, unknown>[];
  publicClient: { redirectUris: string[] };
  web: { redirectUris: string[] };
  isFallbackPublicClient: boolean;
  readonly passwordCredentials: { displayName: string; secretText: string }[];
  readonly keyCredentials: { keyId: string; displayName: string; key: string }[];
  readonly federatedIdentityCredentials: Record<string, unknown>[];
  readonly requiredResourceAccess: {
    readonly resourceAppId: string;
    readonly resourceAccess: { readonly id: string; readonly type: string }[];
  }[];
}

export interface AzServicePrincipal {
  readonly appId: string;
  readonly id: string;
  appRoleAssignmentRequired: boolean;
  accountEnabled: boolean;
}

/** What is in the directory that the stand-in of `az` is signed in to. */
export interface AzTenant {
  readonly tenantId: string;
  readonly personId: string;
  readonly applications: AzApplication[];
  readonly servicePrincipals: AzServicePrincipal[];
  /** Client ids whose listed permissions an administrator granted. */
  readonly consented: string[];
  readonly assignments: { principalId: string; resourceId: string; appRoleId: string }[];
}

export function emptyTenant(): AzTenant {
  return {
    tenantId: 'aaaabbbb-0000-cccc-1111-dddd2222eeee',
    personId: '00aa00aa-bb11-cc22-dd33-44ee44ee44ee',
    applications: [],
    servicePrincipals: [],
    consented: [],
    assignments: [],
  };
}

export function newApplication(displayName: string, signInAudience: string): AzApplication {
  return {
    appId: randomUUID(),
    displayName,
    signInAudience,
    identifierUris: [],
    api: { requestedAccessTokenVersion: null, oauth2PermissionScopes: [] },
    appRoles: [],
    publicClient: { redirectUris: [] },
    web: { redirectUris: [] },
    isFallbackPublicClient: false,
    passwordCredentials: [],
    keyCredentials: [],
    federatedIdentityCredentials: [],
    requiredResourceAccess: [],
  };
}
