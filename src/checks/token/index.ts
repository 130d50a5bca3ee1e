import type { Check } from '../check.ts';
import { audienceAsExpected } from './audience-as-expected.ts';
import { audienceIsTheResource } from './audience-is-the-resource.ts';
import { boundToItsKey } from './bound-to-its-key.ts';
import { grantsWhatWasAsked } from './grants-what-was-asked.ts';
import { isShortLived } from './is-short-lived.ts';
import { isSignedAsymmetrically } from './is-signed-asymmetrically.ts';
import { issuerAsExpected } from './issuer-as-expected.ts';
import { issuerIsTheServer } from './issuer-is-the-server.ts';
import { notExpired } from './not-expired.ts';
import { refreshWorks } from './refresh-works.ts';
import { rolesAsExpected } from './roles-as-expected.ts';
import { scopesAsExpected } from './scopes-as-expected.ts';
import { signatureVerifies } from './signature-verifies.ts';
import { typIsAtJwt } from './typ-is-at-jwt.ts';
import { typeIsBearer } from './type-is-bearer.ts';

/** The access token that each flow brought. */
export const tokenChecks: readonly Check[] = [
  typeIsBearer,
  signatureVerifies,
  isSignedAsymmetrically,
  typIsAtJwt,
  boundToItsKey,
  issuerAsExpected,
  issuerIsTheServer,
  audienceAsExpected,
  audienceIsTheResource,
  scopesAsExpected,
  rolesAsExpected,
  grantsWhatWasAsked,
  notExpired,
  isShortLived,
  refreshWorks,
];
