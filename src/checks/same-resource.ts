import type { Located, ProtectedResourceMetadata } from '../types.ts';

/** Identical (RFC 9728 §3.3), but for the slash of an empty path: both are the same URL, and servers write either. */
export function isSameResource(resource: string, endpoint: string): boolean {
  if (resource === endpoint) return true;
  return URL.canParse(resource) && new URL(resource).pathname === '/' && bare(resource) === bare(endpoint);
}

/**
 * Whether a client may use the metadata: `resource` is the endpoint or, where the document was looked for at the
 * root of the origin, that origin (RFC 9728 §3.3: what the well-known part was inserted into).
 */
export function isAboutEndpoint(
  { url, document }: Located<ProtectedResourceMetadata>,
  endpoint: string,
  named: string | undefined,
): boolean {
  const { resource } = document;
  if (resource === undefined) return false;
  const { origin } = new URL(endpoint);
  const isAtRoot = url === `${origin}/.well-known/oauth-protected-resource` && url !== named;
  return isSameResource(resource, endpoint) || (isAtRoot && isSameResource(resource, origin));
}

function bare(text: string): string {
  return text.endsWith('/') ? text.slice(0, -1) : text;
}
