import type { AuthorizationServerMetadata, FlowRequest, Mistake, Profile, Target } from '../types.ts';
import { generic } from './generic.ts';
import { hostOf } from './host.ts';

/** Auth0: which API a token is for is said by `audience`, and without it the token is for nobody else. */
export const auth0: Profile = {
  ...generic,
  name: 'auth0',
  title: 'Auth0',
  recognises: (issuer, metadata) => isAuth0Host(issuer) || hasAuth0Marker(metadata),
  parameters,
  mistake,
  // Callback URLs are compared whole, port included.
  loopback: { host: '127.0.0.1', path: '/callback', anyPort: false },
  facts: [
    {
      kind: 'Auth0',
      issuer: '`https://{tenant}.{region}.auth0.com/`, with the slash',
      machine: 'client credentials with `--audience`; the application is authorised for the API',
      person:
        'a *Native* application with the callback URL `http://127.0.0.1:{port}/callback` and `--port {port}`',
      registration: 'beforehand; by metadata document or dynamically where the tenant allows it',
      audience:
        '`--audience` is the API’s identifier, sent as `audience`; a person’s token names `/userinfo` beside it',
      watch: [
        'Without `--audience` the access token is encrypted or opaque, and no server but Auth0 can read it.',
        '`resource` counts only with the *Resource Parameter Compatibility Profile*, and `audience` wins.',
        'A refresh token used twice revokes its whole family.',
        'Permissions are in the token when *Add Permissions in the Access Token* is on.',
      ],
    },
  ],
};

function isAuth0Host(issuer: string): boolean {
  return hostOf(issuer)?.endsWith('.auth0.com') === true;
}

// A custom domain: no other provider publishes where its multi-factor challenge is.
function hasAuth0Marker(metadata: AuthorizationServerMetadata | undefined): boolean {
  return typeof metadata?.mfa_challenge_endpoint === 'string';
}

/** A refresh brings a token for the API of the first one; there `audience` would ask for another API. */
function parameters(grant: string, target: Target): Readonly<Record<string, string>> {
  return target.audience === undefined || grant === 'refresh_token' ? {} : { audience: target.audience };
}

// `resource` named by the user is left to Auth0: it counts where the compatibility profile is on.
function mistake(target: Target, request: FlowRequest): Mistake | undefined {
  if (request.flow !== 'client_credentials') return undefined;
  if (target.audience !== undefined || typeof target.resource === 'string') return undefined;
  return {
    code: 'usage.audience_missing',
    message: 'Auth0 gives a machine no token without an audience, and none is set.',
    fix: 'Set --audience (or "audience") to the Identifier of the API: Applications > APIs > your API > Settings.',
  };
}
