import type { Discovery, Profile, Target } from '../types.ts';
import { metadataUrls } from './metadata-urls.ts';
import { offersOfflineAccess, requiredScopes } from './required-scopes.ts';

/** An authorization server of which nothing is known but the specifications. */
export const generic: Profile = {
  name: 'generic',
  title: 'OAuth 2.1 / OpenID Connect',
  defaultLibrary: 'openid-client',
  recognises: () => true,
  issuerOf: (target) => target.issuer,
  metadataUrls,
  origins: () => [],
  scopes: (grant, _target, discovery) => scopesOf(grant, discovery),
  resource: (_grant, _scopes, target, discovery) => resourceOf(target, discovery),
  parameters: () => ({}),
  mistake: () => undefined,
  federatedAudience: () => undefined,
  scopesOnRefresh: false,
  pkceUnadvertised: false,
  loopback: { host: '127.0.0.1', path: '/callback', anyPort: true },
  acceptedIssuers: (issuer) => [issuer],
  acceptedAudiences: (audience) => [audience],
  facts: [
    {
      kind: 'Any other OAuth 2.1 or OpenID Connect server',
      issuer: 'what its metadata says, character for character: `--issuer`',
      machine: 'client credentials with a secret, a key or a certificate; the scopes of the challenge',
      person: 'authorization code with PKCE at `http://127.0.0.1/callback`, any port (RFC 8252 §7.3)',
      registration: 'beforehand, by client metadata document or dynamically, as the metadata offers it',
      audience:
        '`resource` (RFC 8707) as the protected resource metadata spells it; `--no-resource` omits it',
      watch: [
        'A person’s flow stops when the metadata does not list S256 in `code_challenge_methods_supported`.',
        '`offline_access` is asked for only where the metadata lists it, or with `--scope`.',
      ],
    },
  ],
};

// A machine has no session to keep, and a server need not know offline_access: only where it says so.
function scopesOf(grant: string, discovery: Discovery): readonly string[] {
  const scopes = requiredScopes(discovery);
  if (grant === 'client_credentials') return scopes.filter((scope) => scope !== 'offline_access');
  return offersOfflineAccess(discovery) ? [...new Set([...scopes, 'offline_access'])] : scopes;
}

// Verbatim: a URL parser would add a slash to a bare origin, and servers compare strings (RFC 8707 §2).
function resourceOf(target: Target, discovery: Discovery): string | undefined {
  if (target.resource === false) return undefined;
  const published = discovery.protectedResourceMetadata?.document.resource;
  return target.resource ?? published ?? discovery.resource ?? target.url;
}
