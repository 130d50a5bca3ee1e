import { disabledApplication, unknownApplication, withoutServicePrincipal } from './application.ts';
import { noFederatedCredential, outsideItsTime, unknownKey } from './assertion.ts';
import {
  administratorMustConsent,
  declined,
  machineNotAssigned,
  noConsent,
  personNotAssigned,
} from './consent.ts';
import {
  conditionalAccess,
  parameterMissing,
  revoked,
  secondFactor,
  signInAgain,
  throttled,
} from './policy.ts';
import {
  credentialDemanded,
  noRedirectUri,
  redirectNotRegistered,
  secretOfPublicClient,
  singlePageRedirect,
} from './redirect.ts';
import type { Narrow } from './refusal.ts';
import { resourceUnfit } from './resource.ts';
import { apiNotListed, namedScope, severalApis, tokenForItself, unknownApi, unknownScope } from './scope.ts';
import { newSecretNeeded, wrongSecret } from './secret.ts';

export type { Narrowed, Refusal } from './refusal.ts';

/** What can be said of a number of Entra ID's next to this run's own settings. */
export const narrowing: Readonly<Record<number, Narrow>> = {
  7000215: wrongSecret,
  7000222: newSecretNeeded,
  7000216: newSecretNeeded,
  700016: unknownApplication,
  700011: unknownApplication,
  7000112: disabledApplication,
  7000229: withoutServicePrincipal,
  7000218: credentialDemanded,
  700025: secretOfPublicClient,
  50011: redirectNotRegistered,
  900971: noRedirectUri,
  9002327: singlePageRedirect,
  500011: unknownApi,
  650053: unknownScope,
  650057: apiNotListed,
  28000: severalApis,
  700022: severalApis,
  70011: severalApis,
  1002012: namedScope,
  90009: tokenForItself,
  9010010: resourceUnfit,
  901002: resourceUnfit,
  700027: unknownKey,
  700024: outsideItsTime,
  70021: noFederatedCredential,
  700211: noFederatedCredential,
  700212: noFederatedCredential,
  700213: noFederatedCredential,
  7002137: noFederatedCredential,
  7002138: noFederatedCredential,
  65001: noConsent,
  65004: declined,
  90094: administratorMustConsent,
  90095: administratorMustConsent,
  50105: personNotAssigned,
  501051: machineNotAssigned,
  53003: conditionalAccess,
  50076: secondFactor,
  50079: secondFactor,
  50072: secondFactor,
  50078: secondFactor,
  50173: revoked,
  700082: signInAgain,
  700084: signInAgain,
  70043: signInAgain,
  70044: signInAgain,
  70008: signInAgain,
  90055: throttled,
  50196: throttled,
  900144: parameterMissing,
};
