import type { KnownRule } from '../../known-rule.ts';
import { brokenAnswer } from './broken-answer.ts';
import { clientAhead, clientBehind } from './client-clock.ts';
import { connectionReset } from './connection-reset.ts';
import { nameUnknown } from './name-unknown.ts';
import { networkBusy } from './network-busy.ts';
import { networkProxy } from './network-proxy.ts';
import { networkTimeout } from './network-timeout.ts';
import { networkTls } from './network-tls.ts';
import { networkUnreachable } from './network-unreachable.ts';
import { pageInsteadOfToken } from './page-instead-of-token.ts';
import { plainHttp } from './plain-http.ts';
import { portClosed } from './port-closed.ts';
import { rateLimited } from './rate-limited.ts';
import { stoppedForSafety } from './stopped-for-safety.ts';
import { tlsExpired } from './tls-expired.ts';
import { tlsOtherName } from './tls-other-name.ts';
import { tlsUntrusted } from './tls-untrusted.ts';

/** The way to a host, what came back over it, and the clocks at both ends. The more telling ones first. */
export const networkRules: readonly KnownRule[] = [
  plainHttp,
  nameUnknown,
  portClosed,
  networkUnreachable,
  tlsExpired,
  tlsOtherName,
  tlsUntrusted,
  networkTls,
  networkProxy,
  connectionReset,
  networkTimeout,
  rateLimited,
  pageInsteadOfToken,
  clientAhead,
  clientBehind,
  brokenAnswer,
  networkBusy,
  stoppedForSafety,
];
