import { quote } from '../text/quote.ts';
import type { AuthorizationServerMetadata, Http } from '../types.ts';
import { type AuthorizationServer, findAuthorizationServer } from './authorization-server.ts';

/** The one revision in which the endpoint's origin is its authorization server. */
export const FALLBACK_REVISION = '2025-03-26';

/**
 * The endpoint's origin as the authorization server: by the metadata at its root, else, where there is none (404
 * and the like), by the default paths. Any other answer is no reason to send a credential there.
 * MCP 2025-03-26 authorization, Server Metadata Discovery and Fallbacks for Servers without Metadata Discovery.
 */
export async function originAsServer(
  http: Http,
  endpoint: string,
): Promise<AuthorizationServer & { readonly fallback?: 'metadata' | 'paths' }> {
  const { origin } = new URL(endpoint);
  const url = `${origin}/.well-known/oauth-authorization-server`;
  const found = await findAuthorizationServer(http, origin, [url], true, [
    ['MCP-Protocol-Version', FALLBACK_REVISION],
  ]);
  if (found.metadata !== null)
    return { ...found, fallback: 'metadata', notes: [byMetadata(url), ...found.notes] };
  const [missing] = found.tried;
  if (found.exchange === undefined || missing === undefined || !saysNone(missing.status))
    return { ...found, notes: [neither(url, missing?.outcome), ...found.notes] };
  const metadata = { url, document: defaultPaths(origin), exchange: found.exchange, tried: found.tried };
  return { metadata, tried: found.tried, notes: [byPaths(origin)], fallback: 'paths' };
}

/** A client error but "too many requests" and "too slow", after which there may well be a document. */
function saysNone(status: number | null): boolean {
  return status !== null && status >= 400 && status < 500 && status !== 408 && status !== 429;
}

function defaultPaths(origin: string): AuthorizationServerMetadata {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/authorize`,
    token_endpoint: `${origin}/token`,
    registration_endpoint: `${origin}/register`,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
    // Demanded of every client and so of every server of that revision.
    code_challenge_methods_supported: ['S256'],
  };
}

function byMetadata(url: string): string {
  return `The endpoint publishes no protected resource metadata; as revision ${FALLBACK_REVISION} says, its own origin is taken for the authorization server, with the metadata at ${quote(url)}.`;
}

function byPaths(origin: string): string {
  return `The endpoint publishes neither protected resource metadata nor authorization server metadata; as revision ${FALLBACK_REVISION} says, the default paths /authorize, /token and /register on ${quote(origin)} are used.`;
}

function neither(url: string, outcome = 'nothing'): string {
  return `${quote(url)} answered: ${outcome}. Neither its metadata nor the default paths of revision ${FALLBACK_REVISION} can be used.`;
}
