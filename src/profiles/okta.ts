import { quote } from '../text/quote.ts';
import type { AuthorizationServerMetadata, FlowRequest, Mistake, Profile, Target } from '../types.ts';
import { generic } from './generic.ts';
import { hostOf, pathOf } from './host.ts';

const OIDC_SCOPES: readonly string[] = [
  'openid',
  'profile',
  'email',
  'address',
  'phone',
  'groups',
  'offline_access',
  'device_sso',
];

/** Okta: custom authorization servers issue tokens for APIs, the org authorization server for Okta itself. */
export const okta: Profile = {
  ...generic,
  name: 'okta',
  title: 'Okta',
  recognises: (issuer, metadata) =>
    isOktaHost(issuer) || isCustomServer(issuer) || hasOktaRegistration(metadata),
  mistake,
  // Sign-in redirect URIs are compared whole, port included.
  loopback: { host: '127.0.0.1', path: '/callback', anyPort: false },
  facts: [
    {
      kind: 'Okta, custom authorization server',
      issuer: '`https://{org}.okta.com/oauth2/default` or `https://{org}.okta.com/oauth2/{id}`',
      machine:
        'client credentials of an *API Services* app; at least one scope of the server, from the challenge or `--scope`',
      person:
        'a *Native Application* with the sign-in redirect URI `http://127.0.0.1:{port}/callback` and `--port {port}`',
      registration: 'beforehand; the registration endpoint wants an administrator’s token',
      audience: 'what the authorization server is set to (`api://default`); the `resource` sent is ignored',
      watch: [
        'An access policy with a rule for client, grant and scope must exist, else `access_denied`.',
        'Scopes stand in `scp` as an array.',
        '`offline_access` brings a refresh token only where the app allows that grant.',
      ],
    },
    {
      kind: 'Okta, org authorization server',
      issuer: '`https://{org}.okta.com`',
      machine: 'client credentials with `--private-key` only, and `okta.*` scopes only',
      person: 'as at a custom one, with the OpenID Connect scopes only',
      registration: 'beforehand; the registration endpoint wants an administrator’s token',
      audience: 'the org itself; there is no other',
      watch: [
        'Its access tokens are for Okta’s own API: an MCP server cannot verify them. Use a custom one.',
        'Custom scopes are refused.',
      ],
    },
  ],
};

function isOktaHost(issuer: string): boolean {
  return /\.(okta|oktapreview|okta-emea|okta-gov)\.com$/.test(hostOf(issuer) ?? '');
}

// Ids of authorization servers begin with "aus"; /oauth2 alone is a path of many products.
function isCustomServer(issuer: string): boolean {
  return /^\/oauth2\/(default|aus[0-9A-Za-z]{5,})$/.test(pathOf(issuer) ?? '');
}

// A custom domain: every server of an org names the org's registration endpoint.
function hasOktaRegistration(metadata: AuthorizationServerMetadata | undefined): boolean {
  const { registration_endpoint: endpoint } = metadata ?? {};
  return typeof endpoint === 'string' && pathOf(endpoint) === '/oauth2/v1/clients';
}

function mistake(target: Target, request: FlowRequest): Mistake | undefined {
  if (target.issuer === undefined || !isOrgServer(target.issuer)) return undefined;
  const custom = (request.scopes ?? []).filter(
    (scope) => !OIDC_SCOPES.includes(scope) && !scope.startsWith('okta.'),
  );
  if (custom.length > 0 && GRANTS.includes(request.flow)) return customScope(custom[0] ?? '', target.issuer);
  const kind = request.credential?.kind;
  if (request.flow !== 'client_credentials' || kind !== 'secret') return undefined;
  return {
    code: 'usage.credential_not_accepted',
    message: `Okta's org authorization server ${target.issuer} takes no client secret from a machine, only a signed assertion.`,
    fix: `Use a custom authorization server (--issuer ${originOf(target.issuer)}/oauth2/default): Security > API > Authorization Servers. For Okta's own API: --private-key.`,
  };
}

const GRANTS: readonly string[] = ['client_credentials', 'authorization_code', 'device_code'];

function isOrgServer(issuer: string): boolean {
  return isOktaHost(issuer) && pathOf(issuer) === '';
}

function customScope(scope: string, issuer: string): Mistake {
  return {
    code: 'usage.scope_not_offered',
    message: `Okta's org authorization server ${issuer} has no custom scopes, and ${quote(scope)} is one.`,
    fix: `Use the custom authorization server that has the scope (--issuer ${originOf(issuer)}/oauth2/default): Security > API > Authorization Servers > Scopes.`,
  };
}

function originOf(issuer: string): string {
  return new URL(issuer).origin;
}
