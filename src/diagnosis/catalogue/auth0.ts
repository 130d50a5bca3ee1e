import type { ProviderEntry } from './provider-entry.ts';

const SAID = {
  confidence: 'reported',
  source: "Auth0's documentation and community threads; not tried against the service",
} as const;

const APP = 'Applications > Applications > {clientId}';

/** Auth0. */
export const auth0Errors: readonly ProviderEntry[] = [
  {
    code: 'auth0/secret-invalid',
    errors: ['access_denied', 'invalid_client'],
    says: ['Unauthorized'],
    alone: true,
    status: 401,
    title: 'The client secret is wrong.',
    cause: 'Auth0 says only "Unauthorized" to a wrong client id or secret, or one sent in another way.',
    fix: `${APP} > Settings: copy "Client Secret" again; Credentials > Authentication Method names the way it is sent.`,
    ...SAID,
  },
  {
    code: 'auth0/service-not-found',
    errors: ['access_denied', 'invalid_request', 'invalid_target'],
    says: ['Service not found'],
    status: 403,
    title: 'There is no API with this audience.',
    cause:
      'The audience must be the identifier of an API, character for character; a trailing slash is enough.',
    fix: 'Applications > APIs: copy "API Audience" (the identifier) of the API, and give it as --audience.',
    ...SAID,
  },
  {
    code: 'auth0/client-grant-missing',
    errors: ['access_denied', 'unauthorized_client'],
    says: ['Client is not authorized to access', 'create a "client-grant"'],
    status: 403,
    title: 'The client is not authorised for the API.',
    cause: 'Between machines every API must list the client, and this one does not.',
    fix: 'Applications > APIs > the API > Machine to Machine Applications: authorize {clientId} and tick its permissions.',
    ...SAID,
  },
  {
    code: 'auth0/grant-not-allowed',
    errors: ['unauthorized_client'],
    says: ['not allowed for the client'],
    status: 403,
    title: 'The application does not have this grant.',
    cause: 'The text names the grant that is switched off.',
    fix: `${APP} > Settings > Advanced Settings > Grant Types: tick the grant.`,
    ...SAID,
  },
  {
    code: 'auth0/code-invalid',
    errors: ['invalid_grant'],
    says: ['Invalid authorization code'],
    status: 403,
    title: 'The authorization code is not accepted.',
    cause: 'It was used before, has expired, or belongs to another client or redirect URI.',
    fix: 'Sign in again: mcp-authcheck login.',
    ...SAID,
  },
  {
    code: 'auth0/pkce-failed',
    errors: ['invalid_grant'],
    says: ['Failed to verify code verifier'],
    status: 403,
    title: 'The code verifier does not fit the challenge.',
    cause: 'Two sign-ins were mixed up, or the code is from an earlier one.',
    fix: 'Sign in again, one at a time.',
    ...SAID,
  },
  {
    code: 'auth0/refresh-token-invalid',
    errors: ['invalid_grant'],
    says: ['Unknown or invalid refresh token'],
    status: 403,
    title: 'The refresh token is spent.',
    cause:
      'It has expired, was revoked, or one of its family was used twice: with rotation that revokes them all.',
    fix: `Sign in again: mcp-authcheck login. Rotation: ${APP} > Settings > Refresh Token Rotation.`,
    ...SAID,
  },
  {
    code: 'auth0/redirect-not-registered',
    errors: [],
    says: ['Callback URL mismatch', 'is not in the list of allowed callback URLs'],
    page: true,
    title: 'The redirect URI is not registered.',
    cause: 'Callback URLs are compared whole; whether a loopback address may have any port is not known.',
    fix: `${APP} > Settings > Allowed Callback URLs: add http://127.0.0.1:<port>/callback, and give --port <port>.`,
    ...SAID,
  },
  {
    code: 'auth0/mfa-required',
    errors: ['mfa_required'],
    says: [],
    status: 403,
    title: 'A second factor is demanded.',
    cause: 'A policy of the tenant demands multi-factor authentication for this sign-in.',
    fix: 'Sign in in the browser: mcp-authcheck login. The policy stands at Security > Multi-factor Auth.',
    ...SAID,
  },
];
