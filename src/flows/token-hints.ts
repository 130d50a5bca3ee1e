import type { ProviderError } from '../errors.ts';

/** A grant whose refusals mean something of their own; `id_jag` is the JWT bearer grant with such an assertion. */
export type Asked = 'token_exchange' | 'jwt_bearer' | 'id_jag';

/** What to do next about a refusal, one sentence; undefined: nothing better than the refusal itself. */
export function hintFor(said: ProviderError, asked?: Asked): string | undefined {
  const byNumber = said.aadsts === undefined ? undefined : BY_AADSTS[said.aadsts];
  const hint = byNumber ?? (said.error === undefined ? undefined : byError(said.error, asked));
  if (said.aadsts === undefined) return hint;
  const more = `More: mcp-authcheck explain AADSTS${said.aadsts}`;
  return hint === undefined ? more : `${hint} ${more}`;
}

function byError(error: string, asked: Asked | undefined): string | undefined {
  const known = { ...BY_ERROR, ...(asked === undefined ? {} : BY_GRANT[asked]) };
  // A server may call its error "constructor", which every object has.
  return Object.hasOwn(known, error) ? known[error] : undefined;
}

// Microsoft identity platform, "Microsoft Entra authentication and authorization error codes".
const BY_AADSTS: Readonly<Record<number, string>> = {
  7000215: 'Copy the secret’s value, not its id, and check that it belongs to this client.',
  7000222: 'The secret has expired: make a new one, or use a certificate or a federated credential.',
  7000216: 'The client sent no credential: check that the variable with the secret is set.',
  7000218:
    'The redirect URI is registered for a confidential client: register it under "Mobile and desktop applications", or send a credential.',
  700016: 'Check the client id and that the application is in this tenant.',
  700025: 'The client is public: leave the credential out.',
  700027: 'Upload this certificate to the application, or use the key that belongs to the uploaded one.',
  5002723: 'Give the certificate (--certificate), or its thumbprint as --key-id.',
  700024: 'Check this machine’s clock.',
  7000229: 'The tenant lacks the application’s service principal: create it, or grant admin consent.',
  70021:
    'Create a federated credential whose issuer, subject and audience are exactly those of the assertion.',
  700211: 'Compare the federated credential’s issuer with the assertion’s, trailing slash included.',
  700212: 'Ask the identity provider for the audience that the federated credential names.',
  700213: 'Compare the federated credential’s subject with the assertion’s, letter case included.',
  1002012: 'Client credentials take one scope: the API’s App ID URI followed by /.default.',
  70011: 'Ask for fully qualified scopes of one API, and do not mix /.default with named scopes.',
  28000: 'Ask for the scopes of one API only.',
  500011: 'Check the audience: no API with this App ID URI or client id is in the tenant.',
  650057: 'Add the API’s permission to the client’s registration.',
  90002: 'Check the tenant id and the cloud (--authority).',
  900023: 'The tenant must be a GUID or a verified domain; a placeholder may have been left in.',
  900144: 'A parameter is missing from the request: check audience, scope and client id.',
  90009:
    'Client and API are one registration: ask for scopes by the API’s GUID, or register two applications.',
  9010010:
    'The resource parameter must be the scopes’ App ID URI, character for character: use --no-resource, or make them equal.',
  901002: 'This endpoint does not take a resource parameter: use --no-resource.',
  65001: 'Sign in interactively once, or let an administrator grant consent.',
  65004: 'The person declined to consent.',
  501051: 'Assign an app role of the API to the client’s service principal.',
  50105: 'Assign the user to the enterprise application, or turn "assignment required" off.',
  50076: 'The API demands multi-factor authentication: sign in interactively.',
  53003: 'A Conditional Access policy blocks this sign-in: ask an administrator to look at the sign-in log.',
  50173: 'The grant was revoked: sign in again.',
  700082: 'The refresh token has expired: sign in again.',
  54005: 'The code was redeemed before: sign in again.',
  501481: 'The code verifier is not the one of this authorization request: sign in again.',
};

// RFC 6749 §4.1.2.1 and §5.2, RFC 8628 §3.5, RFC 8707 §2.
const BY_ERROR: Readonly<Record<string, string>> = {
  invalid_client: 'Check the client id, its credential and the way it authenticates.',
  invalid_grant: 'The code, refresh token or assertion is spent, expired or for another client: start again.',
  invalid_scope: 'Ask for scopes that the authorization server knows (--scope).',
  invalid_target:
    'The authorization server does not know the resource: check --resource, or use --no-resource.',
  unauthorized_client: 'Allow this grant for the client at the authorization server.',
  unsupported_grant_type: 'The authorization server does not offer this grant.',
  access_denied: 'The person or a policy refused.',
  expired_token: 'The device code expired before anybody entered it: start again.',
  consent_required: 'Sign in interactively once, or let an administrator grant consent.',
  interaction_required: 'Sign in interactively.',
  login_required: 'Sign in interactively.',
  temporarily_unavailable: 'Try again later.',
  server_error: 'Try again later; the fault is on the authorization server’s side.',
};

// RFC 8693 §2.2.2, RFC 7521 §4.1, Identity Assertion JWT Authorization Grant (ID-JAG) §4.
const BY_GRANT: Readonly<Record<Asked, Readonly<Record<string, string>>>> = {
  token_exchange: {
    unsupported_grant_type:
      'The identity provider does not offer token exchange there: check --idp-token-endpoint, and whether enterprise-managed authorization (cross-app access, ID-JAG) is turned on.',
    unauthorized_client: 'Allow token exchange for the client of --idp-client-id at the identity provider.',
    invalid_client: 'Check --idp-client-id and the credential of that client.',
    invalid_request:
      'The identity provider does not take the ID token or a parameter: sign in there again with the client of --idp-client-id, and check that it issues identity assertions (ID-JAG).',
    invalid_grant:
      'The identity provider does not take the ID token: sign in there again with the client of --idp-client-id.',
    invalid_target:
      'Register the MCP server at the identity provider, with the issuer of its authorization server and its resource identifier exactly as they are published.',
    invalid_scope: 'Ask for scopes that the identity provider’s policy allows (--scope).',
    access_denied: 'A policy of the identity provider keeps this person or client from the MCP server.',
  },
  jwt_bearer: {
    unsupported_grant_type: 'The authorization server does not offer the JWT bearer grant (RFC 7523).',
    unauthorized_client: 'Allow the JWT bearer grant for this client, or for the subject of the assertion.',
    invalid_grant:
      'The authorization server must trust the assertion’s issuer and subject, be its audience, and get it in time and only once.',
  },
  id_jag: {
    unsupported_grant_type:
      'The authorization server does not take identity assertions: look for urn:ietf:params:oauth:grant-profile:id-jag in its authorization_grant_profiles_supported.',
    unauthorized_client: 'Allow the JWT bearer grant for this client at the authorization server.',
    invalid_grant:
      'The authorization server must trust the identity provider, know the person, and have this client under the client id that the identity provider has for it.',
    invalid_target: 'The authorization server does not know the resource of the identity assertion.',
  },
};
