import type { AuthorizationServerMetadata, Profile } from '../types.ts';
import { generic } from './generic.ts';
import { pathOf } from './host.ts';

/** Keycloak: an authorization server is a realm, and the audience is a matter of mappers. */
export const keycloak: Profile = {
  ...generic,
  name: 'keycloak',
  title: 'Keycloak',
  recognises: (issuer, metadata) => isRealm(issuer) || hasRealmEndpoints(metadata),
  // offline_access opens an offline session that outlives the sign-out; a refresh token comes without it.
  scopes: (grant, target, discovery) =>
    generic.scopes(grant, target, discovery).filter((scope) => scope !== 'offline_access'),
  facts: [
    {
      kind: 'Keycloak',
      issuer: '`https://{host}/realms/{realm}` (`/auth/realms/{realm}` up to version 16)',
      machine: 'client credentials of a client with *Client authentication* and *Service accounts roles*',
      person:
        'a client with *Standard flow* and the redirect URI `http://127.0.0.1/callback`, any port is accepted',
      registration: 'beforehand; dynamically where the realm’s *Client registration policies* trust the host',
      audience:
        'a mapper of type *Audience* (in a client scope) puts it into `aud`; without one it is `account` or missing',
      watch: [
        '`resource` is ignored unless the feature is on: a token for another audience is a missing mapper.',
        'A refresh token comes without `offline_access`; that scope is asked for only with `--scope`.',
        'Roles are read from `realm_access` as `realm:{role}` and from `resource_access` as `client:{client}:{role}`.',
        'The issuer is built from the *Frontend URL* or the request: a proxy that changes the host changes it.',
      ],
    },
  ],
};

function isRealm(issuer: string): boolean {
  return /\/realms\/[^/]+$/.test(pathOf(issuer) ?? '');
}

// A realm behind a proxy that hides the path.
function hasRealmEndpoints(metadata: AuthorizationServerMetadata | undefined): boolean {
  return [metadata?.check_session_iframe, metadata?.token_endpoint].some(
    (url) => typeof url === 'string' && url.includes('/protocol/openid-connect/'),
  );
}
