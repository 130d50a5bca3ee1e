import { apiSteps } from './api-steps.ts';
import { clientSteps } from './client-steps.ts';
import { consentSteps } from './consent-steps.ts';
import type { SetupOptions } from './options.ts';

/**
 * One step towards two registrations that work: what it changes, how a shell does it and how a person does it
 * in the portal. All three are made of the same values.
 */
export interface Step {
  readonly title: string;
  /** Why it is needed, and what goes wrong without it: one line each. */
  readonly why: readonly string[];
  /** In the terms of Microsoft Graph. */
  readonly sets: Changes;
  /** Lines of a POSIX shell that know the variables and functions of the script. */
  readonly shell: readonly string[];
  /** Where to go in the portal and what to enter there, one action each. */
  readonly portal: readonly string[];
  /** What is to be seen there afterwards. */
  readonly check: string;
}

/** Members of an application or its service principal; members of lists are added. `{api}` stands for the API's id. */
export interface Changes {
  readonly of: 'api' | 'client';
  readonly application?: ApplicationPart;
  readonly servicePrincipal?: { readonly appRoleAssignmentRequired?: boolean };
  readonly federatedIdentityCredential?: FederatedIdentityCredential;
  readonly credential?: 'secret' | 'certificate';
  /** Everything that the client's permissions list is granted for the whole organisation. */
  readonly adminConsent?: true;
  /** The person who runs it is let in to the API. */
  readonly assignsPerson?: true;
}

export interface ApplicationPart {
  readonly displayName?: string;
  readonly signInAudience?: 'AzureADMyOrg';
  readonly identifierUris?: readonly string[];
  readonly api?: {
    readonly requestedAccessTokenVersion?: 2;
    readonly oauth2PermissionScopes?: readonly PermissionScope[];
  };
  readonly appRoles?: readonly AppRole[];
  readonly publicClient?: { readonly redirectUris: readonly string[] };
  readonly web?: { readonly redirectUris: readonly string[] };
  readonly requiredResourceAccess?: readonly RequiredResourceAccess[];
}

export interface PermissionScope {
  readonly id: string;
  readonly value: string;
  readonly type: 'User' | 'Admin';
  readonly isEnabled: boolean;
  readonly adminConsentDisplayName: string;
  readonly adminConsentDescription: string;
  readonly userConsentDisplayName: string;
  readonly userConsentDescription: string;
}

export interface AppRole {
  readonly id: string;
  readonly value: string;
  readonly displayName: string;
  readonly description: string;
  readonly allowedMemberTypes: readonly ('Application' | 'User')[];
  readonly isEnabled: boolean;
}

export interface RequiredResourceAccess {
  readonly resourceAppId: string;
  readonly resourceAccess: readonly { readonly id: string; readonly type: 'Scope' | 'Role' }[];
}

export interface FederatedIdentityCredential {
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
}

/** Every step, in the order in which they work. */
export function recipe(options: SetupOptions): readonly Step[] {
  return [...apiSteps(options), ...clientSteps(options), ...consentSteps(options)];
}
