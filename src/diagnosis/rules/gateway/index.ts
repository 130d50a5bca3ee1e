import type { KnownRule } from '../../known-rule.ts';
import { authorizationDropped } from './authorization-dropped.ts';
import { bodyLimit } from './body-limit.ts';
import { challengeDropped } from './challenge-dropped.ts';
import { contentTypeChanged } from './content-type-changed.ts';
import { eventStreamCut } from './event-stream-cut.ts';
import { firewall } from './firewall.ts';
import { gatewayTimeout } from './gateway-timeout.ts';
import { keyMissing } from './key-missing.ts';
import { loginInFront } from './login-in-front.ts';
import { pathNotRouted } from './path-not-routed.ts';
import { protocolHeadersDropped } from './protocol-headers-dropped.ts';
import { redirects } from './redirects.ts';
import { refusesItself } from './refuses-itself.ts';
import { serverUnreachable } from './server-unreachable.ts';
import { sessionHeaderDropped } from './session-header-dropped.ts';
import { sessionLost } from './session-lost.ts';
import { wrongCompression } from './wrong-compression.ts';

/** A gateway, proxy or load balancer in front of the server. The more telling ones first. */
export const gatewayRules: readonly KnownRule[] = [
  loginInFront,
  redirects,
  pathNotRouted,
  firewall,
  serverUnreachable,
  gatewayTimeout,
  bodyLimit,
  wrongCompression,
  keyMissing,
  refusesItself,
  challengeDropped,
  authorizationDropped,
  sessionHeaderDropped,
  sessionLost,
  protocolHeadersDropped,
  contentTypeChanged,
  eventStreamCut,
];
