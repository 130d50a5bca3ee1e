/** What an OAuth `error` value means, whichever provider says it. */
export interface OAuthError {
  readonly error: string;
  readonly title: string;
  readonly cause: string;
  readonly fix: string;
  readonly source: string;
}

export const oauthErrors: readonly OAuthError[] = [
  {
    error: 'invalid_client',
    title: 'The authorization server does not accept the client.',
    cause: 'Client id, credential or the way it is sent is wrong.',
    fix: 'Check the client {clientId}, its secret, and the authentication method its registration names.',
    source: 'RFC 6749 §5.2',
  },
  {
    error: 'invalid_grant',
    title: 'The code, refresh token or assertion is not accepted.',
    cause: 'It is spent, expired, revoked, or was made for another client or redirect URI.',
    fix: 'Sign in again: mcp-authcheck login.',
    source: 'RFC 6749 §5.2',
  },
  {
    error: 'invalid_scope',
    title: 'A scope is unknown or not allowed.',
    cause: 'The authorization server does not know a scope, or this client may not have it.',
    fix: 'Check --scope, and that the scope is granted to the client {clientId}.',
    source: 'RFC 6749 §5.2',
  },
  {
    error: 'invalid_dpop_proof',
    title: 'The proof of possession is not accepted.',
    cause: 'The clocks differ, the proof was seen before, or a gateway changed the address that it is for.',
    fix: 'Compare the clocks, and the public address of the server with the one that it checks htu against.',
    source: 'RFC 9449 §5, §7.1',
  },
  {
    error: 'use_dpop_nonce',
    title: 'The server wants a nonce in the proof of possession, and did not take its own.',
    cause: 'A nonce was given and sent back; instances behind a load balancer may not share it.',
    fix: 'Let every instance of the server accept the nonces of the others.',
    source: 'RFC 9449 §8, §9',
  },
  {
    error: 'invalid_client_metadata',
    title: 'The authorization server does not register a client like this one.',
    cause: 'It does not take a member of the registration: grant types, scope, application type.',
    fix: 'Register a native client there by hand and give --client-id.',
    source: 'RFC 7591 §3.2.2',
  },
  {
    error: 'invalid_redirect_uri',
    title: 'The authorization server does not register this redirect URI.',
    cause: 'It takes no loopback address, or none with this host, port or path.',
    fix: 'Allow loopback redirect URIs there, or register a client by hand and give --client-id and --port.',
    source: 'RFC 7591 §3.2.2',
  },
  {
    error: 'invalid_target',
    title: 'The resource is unknown to the authorization server.',
    cause: 'The resource parameter names nothing that tokens are issued for.',
    fix: 'Check --resource, or use --no-resource.',
    source: 'RFC 8707 §2',
  },
  {
    error: 'invalid_request',
    title: 'The authorization server does not understand the request.',
    cause: 'A parameter is missing, malformed or there twice.',
    fix: 'Look at the description above; check tenant, audience and scopes.',
    source: 'RFC 6749 §5.2',
  },
  {
    error: 'unauthorized_client',
    title: 'This client may not use this grant.',
    cause: 'The grant is not enabled for the client, or the client is not known here.',
    fix: 'Allow the grant for the client {clientId} at the authorization server.',
    source: 'RFC 6749 §5.2',
  },
  {
    error: 'unsupported_grant_type',
    title: 'The authorization server does not offer this grant.',
    cause: 'The grant is unknown to it or switched off.',
    fix: 'Use a flow that the metadata lists in grant_types_supported.',
    source: 'RFC 6749 §5.2',
  },
  {
    error: 'access_denied',
    title: 'Access was denied.',
    cause: 'The person declined, or a policy does not allow it.',
    fix: "Sign in and accept, or look at the authorization server's policies for the client {clientId}.",
    source: 'RFC 6749 §4.1.2.1',
  },
  {
    error: 'login_required',
    title: 'Somebody must sign in.',
    cause: 'A silent request met no session.',
    fix: 'Sign in interactively: mcp-authcheck login.',
    source: 'OpenID Connect Core 1.0 §3.1.2.6',
  },
  {
    error: 'interaction_required',
    title: 'Somebody must answer a question.',
    cause: 'The authorization server wants consent, a second factor or a choice.',
    fix: 'Sign in interactively: mcp-authcheck login.',
    source: 'OpenID Connect Core 1.0 §3.1.2.6',
  },
  {
    error: 'consent_required',
    title: 'Consent is missing.',
    cause: 'Nobody has allowed the client to use the API.',
    fix: 'Sign in interactively once, or have an administrator grant consent.',
    source: 'OpenID Connect Core 1.0 §3.1.2.6',
  },
  {
    error: 'expired_token',
    title: 'The device code has expired.',
    cause: 'It was not entered in time.',
    fix: 'Start again: mcp-authcheck login --device.',
    source: 'RFC 8628 §3.5',
  },
  {
    error: 'server_error',
    title: 'The authorization server failed.',
    cause: 'The fault is on its side.',
    fix: 'Try again later.',
    source: 'RFC 6749 §4.1.2.1',
  },
  {
    error: 'temporarily_unavailable',
    title: 'The authorization server is busy.',
    cause: 'It is overloaded or under maintenance.',
    fix: 'Try again later.',
    source: 'RFC 6749 §4.1.2.1',
  },
  {
    error: 'invalid_token',
    title: 'The endpoint does not accept the access token.',
    cause: 'It is expired, revoked, malformed, or for another audience or issuer.',
    fix: 'Decode it with mcp-authcheck decode, and compare aud, iss and exp with what the server expects.',
    source: 'RFC 6750 §3.1',
  },
  {
    error: 'insufficient_scope',
    title: 'The access token does not allow this.',
    cause: 'The request needs a scope or role that the token lacks.',
    fix: 'Ask for the scope that the challenge names; for a machine assign the app role.',
    source: 'RFC 6750 §3.1',
  },
];
