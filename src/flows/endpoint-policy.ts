import { isLoopbackHost } from '../text/loopback.ts';
/**
 * What is wrong with an endpoint that an issuer's metadata names, as the rest of a sentence; undefined:
 * nothing. Right metadata with a foreign token endpoint would hand the secret to a stranger, and OAuth
 * libraries do not look.
 */
export function endpointProblem(
  endpoint: string,
  issuer: string,
  allowedOrigins: readonly string[],
): string | undefined {
  if (!URL.canParse(endpoint)) return 'is not a URL';
  const url = new URL(endpoint);
  if (!isSecure(url)) return `is neither https nor http on loopback (${url.protocol}//${url.host})`;
  if (url.username !== '' || url.password !== '') return 'carries user information';
  if (endpoint.includes('#')) return 'carries a fragment';
  const origins = [issuer, ...allowedOrigins].filter((origin) => URL.canParse(origin));
  if (origins.some((origin) => new URL(origin).origin === url.origin)) return undefined;
  return `is on another origin, ${url.origin}`;
}

/** https, or http to a literal loopback host. */
export function isSecure(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
}
