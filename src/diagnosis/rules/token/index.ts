import type { KnownRule } from '../../known-rule.ts';
import { algorithmOfNobody } from './algorithm-of-nobody.ts';
import { appOnlyWithoutRoles } from './app-only-without-roles.ts';
import { audienceMismatch } from './audience-mismatch.ts';
import { azureManagementToken } from './azure-management-token.ts';
import { clockSkew } from './clock-skew.ts';
import { credentialNotUsed } from './credential-not-used.ts';
import { encrypted } from './encrypted.ts';
import { entraAudienceIsAppIdUri } from './entra-audience-is-app-id-uri.ts';
import { entraTokenVersion1 } from './entra-token-version-1.ts';
import { graphToken } from './graph-token.ts';
import { groupsOverage } from './groups-overage.ts';
import { idTokenUsed } from './id-token-used.ts';
import { keyNotPublished } from './key-not-published.ts';
import { longLivedToken } from './long-lived-token.ts';
import { notYetValid } from './not-yet-valid.ts';
import { opaqueToken } from './opaque.ts';
import { ownScopes } from './own-scopes.ts';
import { personalAccount } from './personal-account.ts';
import { rolesMissing } from './roles-missing.ts';
import { scopesMissing } from './scopes-missing.ts';
import { signatureInvalid } from './signature-invalid.ts';
import { tokenExpired } from './token-expired.ts';
import { truncated } from './truncated.ts';
import { userImpersonationOnly } from './user-impersonation-only.ts';
import { wrongClient } from './wrong-client.ts';
import { wrongTenant } from './wrong-tenant.ts';

/** The token is not what the server needs. The more telling ones first. */
export const tokenRules: readonly KnownRule[] = [
  truncated,
  encrypted,
  opaqueToken,
  graphToken,
  azureManagementToken,
  idTokenUsed,
  algorithmOfNobody,
  personalAccount,
  wrongTenant,
  ownScopes,
  entraTokenVersion1,
  entraAudienceIsAppIdUri,
  audienceMismatch,
  tokenExpired,
  clockSkew,
  notYetValid,
  keyNotPublished,
  signatureInvalid,
  appOnlyWithoutRoles,
  rolesMissing,
  userImpersonationOnly,
  scopesMissing,
  credentialNotUsed,
  wrongClient,
  groupsOverage,
  longLivedToken,
];
