import { isLoopbackHost } from '../../text/loopback.ts';

/**
 * Whether a server stands on this machine or in a private network, which pages of the internet should not reach
 * through a browser that stands there, too. Names count as they are written; nothing is resolved.
 */
export function isNearby(url: string): boolean {
  const { hostname } = new URL(url);
  if (isLoopbackHost(hostname)) return true;
  if (hostname.startsWith('[')) return PRIVATE_V6.test(hostname);
  if (/^[\d.]+$/.test(hostname)) return PRIVATE_V4.test(hostname);
  return !hostname.includes('.') || PRIVATE_NAME.test(hostname);
}

/** RFC 1918, RFC 6598, RFC 3927. */
const PRIVATE_V4 =
  /^(?:10\.|192\.168\.|169\.254\.|172\.(?:1[6-9]|2\d|3[01])\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/;
/** RFC 4193, RFC 4291 §2.5.6. */
const PRIVATE_V6 = /^\[(?:f[cd]|fe[89ab])/i;
/** RFC 6761, RFC 6762, RFC 8375; `internal` is reserved for private use by ICANN. */
const PRIVATE_NAME = /\.(?:localhost|local|internal|home\.arpa)\.?$/i;
