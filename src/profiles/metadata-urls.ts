/**
 * The three well-known locations that an MCP client tries, in order (RFC 8414 §3.1, OpenID Connect Discovery
 * §4.1; MCP 2025-11-25, authorization server metadata discovery).
 */
export function metadataUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    ...new Set([
      `${origin}/.well-known/oauth-authorization-server${path}`,
      `${origin}/.well-known/openid-configuration${path}`,
      `${origin}${path}/.well-known/openid-configuration`,
    ]),
  ];
}
