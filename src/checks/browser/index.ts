import type { Check } from '../check.ts';
import { acceptsItsOwnOrigin } from './accepts-its-own-origin.ts';
import { answersPreflight } from './answers-preflight.ts';
import { bindsToLoopback } from './binds-to-loopback.ts';
import { exposesChallengeAcrossOrigins } from './exposes-challenge-across-origins.ts';
import { keepsCredentialsFromOtherOrigins } from './keeps-credentials-from-other-origins.ts';
import { refusesForeignHost } from './refuses-foreign-host.ts';
import { refusesForeignOrigin } from './refuses-foreign-origin.ts';
import { refusesNullOrigin } from './refuses-null-origin.ts';

/** What a page in a browser may do. */
export const browserChecks: readonly Check[] = [
  refusesForeignOrigin,
  refusesNullOrigin,
  refusesForeignHost,
  acceptsItsOwnOrigin,
  bindsToLoopback,
  exposesChallengeAcrossOrigins,
  answersPreflight,
  keepsCredentialsFromOtherOrigins,
];
