import type { ProviderEntry } from './provider-entry.ts';

type Words = Pick<ProviderEntry, 'title' | 'cause' | 'fix'>;

const REDIRECT =
  'Azure AD B2C > App registrations > {clientId} > Authentication > Mobile and desktop applications';
const SECRETS = 'Azure AD B2C > App registrations > {clientId} > Certificates & secrets';
const PERMISSIONS = 'Azure AD B2C > App registrations > {clientId} > API permissions';
const AGAIN = 'Sign in again: mcp-authcheck login.';

/** Azure AD B2C: its numbers begin with AADB2C, whatever OAuth error they come with. */
export const b2cErrors: readonly ProviderEntry[] = [
  numbered(90006, {
    title: 'The redirect URI is not registered.',
    cause: 'The application lists other redirect URIs; scheme, host and path must fit.',
    fix: `${REDIRECT}: add http://localhost/callback.`,
  }),
  numbered(90007, {
    title: 'The application has no redirect URI.',
    cause: 'None is registered at all.',
    fix: `${REDIRECT}: add http://localhost/callback.`,
  }),
  numbered(90008, {
    title: 'The request has no client id.',
    cause: 'The variable that holds it is empty.',
    fix: 'Give --client-id.',
  }),
  numbered(90010, {
    title: 'The request has no scope.',
    cause: 'B2C issues an access token only for a scope that names its API.',
    fix: 'Give --scope https://<tenant>.onmicrosoft.com/<api>/<scope>.',
  }),
  numbered(90011, {
    title: 'The policy names another client.',
    cause: 'A custom policy is bound to a client id, and the request has another.',
    fix: 'Compare the client id {clientId} with the relying party section of the policy.',
  }),
  numbered(90012, {
    title: 'The scope is not supported.',
    cause: 'It is misspelt, or its API is not published in this directory.',
    fix: `${PERMISSIONS}: copy the scope from there, https://<tenant>.onmicrosoft.com/<api>/<scope>, and grant admin consent.`,
  }),
  numbered(90117, {
    title: 'The scope is not supported.',
    cause: 'It is misspelt, or the client has no permission for it.',
    fix: `${PERMISSIONS}: add the scope, grant admin consent, and ask for it in full: https://<tenant>.onmicrosoft.com/<api>/<scope>.`,
  }),
  numbered(90205, {
    title: 'The application may not use this API.',
    cause: 'It lacks the permission, or nobody has granted admin consent.',
    fix: `${PERMISSIONS}: add the scopes of the API, then grant admin consent.`,
  }),
  numbered(90055, {
    title: 'The scope names no API.',
    cause: 'A short name was given; B2C wants the whole one.',
    fix: 'Ask for https://<tenant>.onmicrosoft.com/<api>/<scope>.',
  }),
  numbered(90146, {
    title: 'The scopes belong to more than one API.',
    cause: 'One request is for one API.',
    fix: 'Ask for the scopes of one API; another needs a request of its own.',
  }),
  numbered(90115, {
    title: 'The scope names neither an API nor the client.',
    cause: 'For a code the scope must name an API (or the client id), besides openid and offline_access.',
    fix: 'Ask for https://<tenant>.onmicrosoft.com/<api>/<scope>.',
  }),
  numbered(90018, {
    title: 'The application is not in this directory.',
    cause: 'Client id or tenant is another one than was meant.',
    fix: 'Compare {clientId} with Azure AD B2C > App registrations > Overview > Application (client) ID, in the B2C directory.',
  }),
  numbered(90068, {
    title: 'The application is not one of B2C.',
    cause: 'It was registered in the workforce directory.',
    fix: 'Azure AD B2C > App registrations > New registration: register it there, for "Accounts in any identity provider or organizational directory".',
  }),
  numbered(90057, {
    title: 'The application allows no implicit flow.',
    cause: 'A token was asked for straight from the sign-in page.',
    fix: 'Ask for response_type=code.',
  }),
  numbered(90058, {
    title: 'The application is no public client.',
    cause: 'It was asked without a secret, and public client flows are off.',
    fix: 'Azure AD B2C > App registrations > {clientId} > Authentication: set "Allow public client flows" to Yes, or give the secret.',
  }),
  numbered(90079, {
    title: 'The client must prove itself, and did not.',
    cause: 'The redirect URI belongs to the platform "Web", so a secret is wanted.',
    fix: `Give the secret of {clientId}, or register the redirect URI at ${REDIRECT}.`,
  }),
  numbered(90081, {
    title: 'The client secret is wrong.',
    cause:
      'It is none of the secrets of the application; often the Secret ID was copied instead of the Value.',
    fix: `${SECRETS}: create a secret and copy the column "Value" at once.`,
  }),
  numbered(90084, {
    title: 'A public client must not send a secret.',
    cause: 'The client was treated as public, and a secret came with the request.',
    fix: 'Leave the credential of {clientId} away for this flow.',
  }),
  numbered(90080, {
    title: 'The code or refresh token has expired.',
    cause: 'It was not used in time, or its sliding window is over.',
    fix: AGAIN,
  }),
  numbered(90128, {
    title: 'The account behind the refresh token is gone.',
    cause: 'The user was deleted.',
    fix: AGAIN,
  }),
  numbered(90129, {
    title: 'The grant was revoked.',
    cause: 'An administrator ended the sessions, or the password was changed.',
    fix: AGAIN,
  }),
  numbered(90086, {
    title: 'The grant is not supported.',
    cause: 'B2C offers few grants, and some only with a policy that is made for them.',
    fix: 'Use --flow authorization_code; client credentials need a user flow and an App ID URI with /.default.',
  }),
  numbered(90088, {
    title: 'The code or refresh token belongs to another policy.',
    cause: 'It was issued by one user flow and redeemed at another.',
    fix: 'Use one issuer for both requests, with the same policy in its path.',
  }),
  numbered(90182, {
    title: 'The code verifier does not fit the challenge.',
    cause: 'Two sign-ins were mixed up, or the code is from an earlier one.',
    fix: 'Sign in again, one at a time.',
  }),
  numbered(99059, {
    title: 'The application must use PKCE.',
    cause: 'A single-page application sent no code challenge.',
    fix: 'Send a code challenge (S256).',
  }),
  numbered(90091, {
    title: 'The person cancelled.',
    cause: 'The sign-in page was left with "Cancel".',
    fix: AGAIN,
  }),
  numbered(90118, {
    title: 'The person wants to reset the password.',
    cause:
      'In older user flows "Forgot your password?" comes back as this error, for the client to start another flow.',
    fix: 'Reset the password with the user flow made for that, or give the sign-in flow "Self-service password reset"; then sign in again.',
  }),
  numbered(90092, {
    title: 'The application is disabled.',
    cause: 'Sign-in to it is switched off.',
    fix: 'Enterprise applications > {clientId} > Properties: set "Enabled for users to sign-in?" to Yes.',
  }),
];

function numbered(number: number, words: Words): ProviderEntry {
  return {
    code: `b2c/aadb2c${number}`,
    errors: [],
    says: [`AADB2C${number}`],
    ...words,
    confidence: 'documented',
    source: "Microsoft's list of the error codes of Azure AD B2C",
  };
}
