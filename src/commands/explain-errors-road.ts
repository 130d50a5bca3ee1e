import type { ExplainedErrors } from './explain-errors.ts';

/** Errors on the way: network, discovery, token, session, and those of the program itself. */
export const UNDER_WAY: readonly ExplainedErrors[] = [
  [
    'registration.not_offered',
    'No client id was given, and the authorization server offers neither Client ID Metadata Documents nor dynamic registration (RFC 7591).',
    'Register a native client there by hand and give --client-id.',
  ],
  [
    'registration.lost',
    'The authorization server registered this client on request and no longer knows it; what it was given is lost with it.',
    'Sign in again: mcp-authcheck login registers anew.',
  ],
  [
    'registration.forbidden registration.refused registration.invalid_redirect_uri registration.invalid_client_metadata registration.auth_method registration.redirect_uri registration.invalid registration.not_deleted',
    'The authorization server offers registration and did not register this client, or not as it was asked: it wants an initial access token, trusts certain hosts only, or takes other redirect URIs or ways of authenticating.',
    'Register a native client there by hand and give --client-id; finding registration/refused names the page of your provider.',
  ],
  [
    'issuer.not_pinned',
    'A credential goes to a pinned issuer only: none is pinned, or the endpoint names another one.',
    'Pin the issuer that made the credential with --tenant or --issuer. If the endpoint names another one, one of the two is wrong.',
  ],
  [
    'issuer.mismatch',
    'The metadata of the authorization server names another issuer than the one it was asked for (RFC 8414 §3.3).',
    'Compare the two character by character, trailing slash included.',
  ],
  [
    'endpoint.origin endpoint.insecure',
    'An endpoint of the authorization server lies at another origin, or is plain http: a secret would go there.',
    'If that origin does belong to the authorization server, allow it with --allowed-origin.',
  ],
  [
    'pkce.unsupported',
    'The metadata does not list S256 in code_challenge_methods_supported, and MCP clients must refuse such a server.',
    'Have the authorization server publish it.',
  ],
  [
    'prm.resource_mismatch',
    'The protected resource metadata is about another server than the endpoint (RFC 9728 §3.3): a token for it must not be asked for.',
    'Correct "resource" in the metadata, or give --resource if you know it to be right.',
  ],
  [
    'callback.state callback.iss callback.iss_missing callback.code callback.duplicate callback.too_many',
    'What came back from the sign-in does not belong to it: another state, another issuer or none where one was promised (RFC 9207), several answers.',
    'Sign in again. If it comes back, the authorization server is set up wrongly or somebody interferes.',
  ],
  [
    'ssrf.private_address ssrf.url redirect.credentialed redirect.policy',
    'A server named an address that a credential or request must not go to: private, of another scheme, or a redirect.',
    'Correct the address that the server publishes.',
  ],
  [
    'metadata.not_found metadata.endpoint_missing metadata.dpop',
    'The metadata of the authorization server is missing, or lacks what the flow needs.',
    'Name the issuer with --issuer or --tenant; look whether the server offers this grant, or DPoP, at all.',
  ],
  [
    'token.type token.invalid token.contradiction token.issued_type',
    'The answer with the token is not what was asked for: no token, one of another type (a bearer token in place of a bound one), or one that contradicts itself.',
    'Look at the exchange with --trace; leave --dpop away where the server does not bind tokens.',
  ],
  [
    'token.id_jag',
    "The identity provider's assertion is for another audience, client or resource than was asked for, or has expired. It was not passed on.",
    'Correct what the identity provider has registered for this MCP server: issuer, client id, resource.',
  ],
  [
    'oauth.error_page oauth.invalid_client oauth.no_code',
    'The authorization server refused, in words of OAuth or with a page.',
    'mcp-authcheck explain with the OAuth error or the AADSTS number that the message has.',
  ],
  [
    'auth.assertion_refused',
    'The service that gives out federated or identity assertions refused, or what it gave was refused.',
    'Look at the trust between the two: issuer, subject and audience of the federated credential; id-token: write on GitHub Actions.',
  ],
  [
    'auth.rejected_token auth.forbidden auth.insufficient_scope auth.token_required',
    'The endpoint did not let the token in, or wants another scope or a token at all.',
    'Read the first root cause of mcp-authcheck verify: it compares the token with what the endpoint expects.',
  ],
  [
    'refresh.absent refresh.no_answer',
    'There is no refresh token to use, or its use brought no token.',
    'Sign in with mcp-authcheck login; ask for offline_access where the provider wants that scope.',
  ],
  [
    'person.not_allowed person.timeout person.failed person.authorization_needed',
    'Somebody has to sign in or to open a page, and nobody is here, or nobody did in time.',
    'Run mcp-authcheck login where there is a browser, or use a flow of a machine.',
  ],
  [
    'endpoint.not_found endpoint.not_mcp endpoint.login_page',
    'At that address is no MCP endpoint: nothing, something else, or a page to sign in at.',
    'Check the path of the URL (often /mcp) and what a gateway does before the server.',
  ],
  [
    'jsonrpc.error jsonrpc.malformed jsonrpc.wrong_id mcp.http_status mcp.invalid_result mcp.no_answer mcp.session_lost mcp.no_session mcp.client_error',
    'The endpoint answered, and not as MCP says.',
    'Look at the exchange with --trace; the server must change.',
  ],
  [
    'mcp.era_not_supported mcp.other_revision',
    'The endpoint speaks another revision of MCP than --protocol demands.',
    'Use --protocol auto, or make the server speak it.',
  ],
  [
    'mcp.input_required mcp.input_not_declared',
    'A tool asks something back again and again, or something that the client does not declare (2026-07-28).',
    'Answer its form with --elicit; the server must ask only for what the client says it can do.',
  ],
  [
    'tool.not_found tool.error',
    'There is no such tool, or it answered with an error.',
    'mcp-authcheck tools TARGET lists them; --elicit answers a form that it asks for.',
  ],
  [
    'limit.body_bytes limit.headers limit.sse limit.reconnect limit.resumptions limit.pages limit.tools limit.tool_name limit.tool_description limit.tool_schema limit.depth limit.nodes',
    'An answer is larger, deeper or longer than a client needs to put up with.',
    'Make the answer smaller; the message names the limit.',
  ],
  [
    'http.encoding http.framing http.parse http.request http.truncated',
    'An answer is not HTTP as it should be, or broke off.',
    'Look at the server or at a proxy before it.',
  ],
  [
    'dns.not_found tcp.refused tcp.reset tcp.unreachable timeout.connect timeout.tls timeout.headers timeout.answer timeout.exchange',
    'The server cannot be reached, or not in time.',
    'Check name, port and network; --timeout gives it longer.',
  ],
  [
    'tls.expired tls.name_mismatch tls.untrusted tls.protocol',
    'The certificate cannot be trusted, or there is no TLS at that port.',
    'Name a private certificate authority with --ca FILE; else renew the certificate.',
  ],
  [
    'proxy.auth_required proxy.refused proxy.timeout proxy.tls proxy.unreachable proxy.unsupported',
    'The proxy does not let the request through.',
    'Check --proxy, HTTPS_PROXY and NO_PROXY.',
  ],
  [
    'rate_limited rate_limited.endpoint unavailable unavailable.endpoint',
    'The server has too much to do, or says so (429, 5xx).',
    'Run again later.',
  ],
  [
    'report.not_writable run.store_not_writable run.store_locked run.store_nowhere',
    'A file could not be written, or another process held it.',
    'Check the folder and the space on the disk, and run again.',
  ],
  ['run.aborted run.interrupted', 'The run was stopped before its end.', 'Run it again.'],
  [
    'internal.unexpected internal.no_session internal.no_token internal.no_wire internal.no_flow internal.no_client internal.no_discovery',
    'Something happened that the program does not expect of itself.',
    'Report it with the command you ran.',
  ],
];
