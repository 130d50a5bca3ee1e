import type { KnownRule } from '../../known-rule.ts';
import { noRefreshToken } from './no-refresh-token.ts';
import { nothingToRefresh } from './nothing-to-refresh.ts';
import { personNeeded } from './person-needed.ts';
import { providerRefused } from './provider-refused.ts';
import { registrationRefused } from './registration-refused.ts';
import { settingsRefused } from './settings-refused.ts';
import { sharedTenant } from './shared-tenant.ts';
import { tenantUnknown } from './tenant-unknown.ts';
import { tokenNotBound } from './token-not-bound.ts';
import { unusableTokenAnswer } from './unusable-token-answer.ts';

/** The authorization server says no, or gives something that is no use. The more telling ones first. */
export const providerRules: readonly KnownRule[] = [
  tenantUnknown,
  sharedTenant,
  settingsRefused,
  registrationRefused,
  providerRefused,
  tokenNotBound,
  unusableTokenAnswer,
  nothingToRefresh,
  personNeeded,
  noRefreshToken,
];
