import type { KnownRule } from '../../known-rule.ts';
import { atJwtDemanded } from './at-jwt-demanded.ts';
import { idTokenTaken } from './id-token-taken.ts';
import { insufficientScope } from './insufficient-scope.ts';
import { issuerChanged } from './issuer-changed.ts';
import { keysUnreachable } from './keys-unreachable.ts';
import { notBeforeNotChecked } from './not-before-not-checked.ts';
import { oneTokenTaken } from './one-token-taken.ts';
import { otherAudienceExpected } from './other-audience-expected.ts';
import { otherIssuerExpected } from './other-issuer-expected.ts';
import { otherKeysUsed } from './other-keys-used.ts';
import { permissionErrorInTool } from './permission-error-in-tool.ts';
import { permissionSpelling } from './permission-spelling.ts';
import { rolesNotRead } from './roles-not-read.ts';
import { scopesNotRecognised } from './scopes-not-recognised.ts';
import { serverClock } from './server-clock.ts';
import { sharedSession } from './shared-session.ts';
import { tokenRefused } from './token-refused.ts';

/** The server refuses a token that looks right, or takes what it should not. The more telling ones first. */
export const serverRules: readonly KnownRule[] = [
  issuerChanged,
  keysUnreachable,
  serverClock,
  atJwtDemanded,
  otherKeysUsed,
  otherIssuerExpected,
  otherAudienceExpected,
  permissionSpelling,
  rolesNotRead,
  scopesNotRecognised,
  oneTokenTaken,
  tokenRefused,
  insufficientScope,
  permissionErrorInTool,
  idTokenTaken,
  notBeforeNotChecked,
  sharedSession,
];
