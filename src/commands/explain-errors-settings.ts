import type { ExplainedErrors } from './explain-errors.ts';

/** Errors in flags, environment, configuration file and credentials: found before anything is sent. */
export const SETTINGS: readonly ExplainedErrors[] = [
  [
    'usage.expected_failures',
    'The list of expected failures cannot be read, or has a line that is no id of a check.',
    'One id in a line, as verify --list-checks spells them; # begins a comment.',
  ],
  [
    'credential.token_not_expired',
    'The token in --expired-token-file is still good, or was until a moment ago: showing it would prove nothing.',
    "Keep a token that expired five minutes ago or more, or let --wait-expiry wait for the end of the run's own.",
  ],
  [
    'usage.lab usage.public_method',
    '--lab was given with more than one target, or --public-method with what is no JSON-RPC method.',
    'Name the one endpoint that was told to trust the lab; a method looks like server/discover.',
  ],
  [
    'usage.target_missing usage.target_not_url usage.target_unknown usage.target_twice usage.one_target usage.not_a_url usage.url usage.url_not_http usage.url_too_long',
    'The target is neither a URL nor a name in the configuration file, is there twice, or is one too many.',
    'Give the endpoint as https://…, or one name of mcp-authcheck.yaml.',
  ],
  [
    'usage.url_credentials usage.url_fragment usage.url_query usage.url_not_https usage.origin_with_path usage.resource_not_uri',
    'A URL carries what does not belong there (credentials, a fragment, a query, a path), or is http off loopback.',
    'Write it as the message says; a header for a gateway goes into --header.',
  ],
  [
    'usage.tenant_malformed usage.tenant_empty_guid usage.tenant_not_specific usage.tenant_not_entra usage.issuer_tenant_conflict usage.policy_missing',
    'Tenant or issuer name nothing in particular, belong to another provider, or contradict each other.',
    'Give the Directory (tenant) ID of the overview page with --tenant, or --issuer for any other provider. Azure AD B2C wants the policy in its issuer.',
  ],
  [
    'usage.audience_missing usage.audience_malformed',
    'Entra ID knows an API by its Application (client) ID or its App ID URI only.',
    "Give one of the two with --audience: App registrations > the API's registration > Overview, or Expose an API.",
  ],
  [
    'usage.scope_unqualified usage.scope_not_default usage.scope_default_mixed usage.scope_several usage.scope_not_offered',
    'Entra ID would refuse these scopes, or give a token for another API: a machine asks for {API}/.default alone, a person for scopes with their API in front, of one API at a time.',
    'Name the API with --audience and leave --scope away, or write each scope as api://{API}/{scope}.',
  ],
  [
    'usage.client_id_missing usage.client_id_malformed config.client_id',
    'The flow needs a client that was registered beforehand, a credential was given that belongs to nobody, or the id is not one that the provider uses.',
    "Give --client-id: at Entra ID the Application (client) ID of the client's registration. A person's flow goes without one where the authorization server registers clients on request.",
  ],
  [
    'usage.client_metadata_url',
    'The URL cannot be a client id: it is not https, has no path, or has a query, a backslash or dots as a segment (Client ID Metadata Document, §3).',
    'Give the URL of the document as it is published: https://client.example.com/oauth/client.json.',
  ],
  [
    'usage.client_metadata_secret usage.client_metadata_url_unused',
    'A metadata document publishes keys and no secret, and serves the flows in which a client may be registered on the way.',
    'Leave the secret or the URL away, or use a private key whose public half the document names.',
  ],
  [
    'usage.credential_conflict usage.stdin_twice',
    'One client has two credentials, or one secret is named twice.',
    'Leave one of them. Another client is another flow in the configuration file.',
  ],
  [
    'usage.credential_missing credential.missing usage.assertion_missing usage.token_missing usage.no_token usage.empty_token config.identity_provider usage.identity_provider_missing',
    'The flow needs something to prove or to change, and it was not given.',
    'Give what the message names; docs/flows.md says what each flow takes. An environment variable that is set but empty counts as missing.',
  ],
  [
    'usage.credential_unused usage.token_unused usage.client_auth_unused usage.key_id_unused usage.identity_provider_unused usage.dpop_unused usage.federated_audience',
    'Something was given that no flow of this run uses, so it was meant for something else.',
    'Leave it away, or name the flow that uses it with --flow.',
  ],
  [
    'usage.credential_not_accepted usage.dpop_not_offered usage.dpop_msal config.credential config.flow config.provider',
    'This kind of credential or setting is of no use with this flow or provider.',
    'docs/clients.md says which credential goes with which flow.',
  ],
  [
    'credential.method usage.client_auth_unknown',
    'The authorization server does not take clients in this way (token_endpoint_auth_methods_supported), or there is no way of that name.',
    'Use what its metadata lists. A way for a secret that it leaves out is chosen with --client-auth.',
  ],
  [
    'usage.federated_unknown credential.github_token_service',
    'There is no such service for federated tokens, or this job may not ask it: GitHub Actions sets ACTIONS_ID_TOKEN_REQUEST_URL and _TOKEN only with "id-token: write", and never for a pull request from a fork.',
    'Add "permissions: id-token: write" to the job; elsewhere use --assertion-file or --assertion-env.',
  ],
  [
    'config.library config.library_refused usage.library_unknown',
    'The library cannot do what was asked of it: msal has neither DPoP, jwt_bearer nor clients that are registered on request.',
    'Leave --library away, or use --library openid-client.',
  ],
  [
    'usage.elicit',
    'The answer to a form is no JSON object.',
    'Write the fields of the form and their values: --elicit \'{"name": "Ada"}\'.',
  ],
  [
    'usage.flow_unknown config.flow_unknown usage.flow_not_in_target usage.no_flow usage.provider_unknown usage.protocol usage.format_unknown usage.unknown_check usage.no_checks usage.unknown_fault usage.fault_not_served usage.unknown_code',
    'There is no such name, or not here.',
    'The message names what there is; --help, --list-checks and --list-faults list it.',
  ],
  [
    'usage.timeout usage.port usage.port_taken usage.number usage.arguments usage.call_expression usage.header_malformed usage.header_reserved usage.proxy usage.no_command usage.report usage.report_twice usage.report_not_writable',
    'A value is out of range or not of the form that the flag takes.',
    'Write it as the message says; --help has examples.',
  ],
  [
    'usage.name_malformed usage.scope_malformed usage.application_id usage.redirect_malformed',
    'A name, scope, id or callback that setup was given cannot be registered as it is.',
    'Write it as the message says: scopes by their short names, registrations by their Application (client) ID, callbacks as https.',
  ],
  [
    'usage.credential_unknown usage.federation_missing usage.repository_malformed usage.subject_malformed',
    'setup does not know this kind of credential, or not whose tokens a federated one shall trust.',
    'Give --credential secret, certificate or federated; for the last also --github OWNER/REPOSITORY, or --issuer and --subject.',
  ],
  [
    'usage.flag_with_file_target',
    'The target stands in the configuration file, and a flag says otherwise: that would hide there.',
    'Set it in the file, or name the URL of the endpoint instead of the target.',
  ],
  [
    'usage.secret_in_flag usage.token_in_arguments config.secret_literal',
    'A secret stood where other programs and logs can see it. Treat it as known, and replace it.',
    'Read secrets from the environment, a file or standard input.',
  ],
  [
    'usage.not_a_token usage.no_keys usage.stdin_is_terminal usage.stdin_too_long usage.file_unreadable',
    'There is no token to read, or no keys to verify it with.',
    'Pipe the token in or name its file; --issuer or --jwks name the keys.',
  ],
  [
    'usage.token_cut_off usage.several_tokens usage.token_too_long usage.private_key',
    'What was given to decode is not one whole token: its end is missing, there are several, it is too long to be one, or it is a private key.',
    'Give one token, whole: the word that begins with eyJ and has two dots in it, or the JSON answer that brought it.',
  ],
  [
    'usage.ca_unreadable usage.ca_not_pem usage.ca_malformed usage.tls_not_verified',
    'The additional certificate authority cannot be used, or certificates would not be verified at all.',
    'Name a PEM file with --ca, and unset NODE_TLS_REJECT_UNAUTHORIZED.',
  ],
  [
    'usage.folder_gone',
    'The folder that the program was started in has been removed: there is nowhere to look for a configuration file.',
    'Change to a folder that is there, and run it again.',
  ],
  [
    'config.malformed config.shape config.unknown_key config.empty config.unreadable config.ambiguous config.no_targets config.target_name',
    'The configuration file cannot be read as one.',
    'The message has file, line and path; the first line of the file can point an editor at schema/config.v1.json.',
  ],
  [
    'config.variable_missing config.variable_malformed credential.not_a_variable_name',
    'A variable that the file or a flag names is not set, or that is no name of a variable.',
    'Set it, or correct the name. $NAME in braces is replaced, and { env: NAME } names a secret.',
  ],
  [
    'config.not_in_project_file',
    'Whoever may change a file of the repository must not be able to widen where credentials go.',
    'Give it as a flag: --allowed-origin, --ca, --proxy.',
  ],
  [
    'config.audience config.idp_token_endpoint',
    'An audience or an endpoint that the flow needs is not given or cannot be used.',
    'Give it as the message says: https, and http on loopback only.',
  ],
  [
    'credential.secret_id credential.secret_quoted credential.secret_blanks credential.secret_malformed credential.secret_empty credential.secret_missing',
    'The client secret is missing, or cannot be the secret: the Secret ID instead of the Value, quotes that a .env file kept, blanks from a copy.',
    'Copy the column "Value" of Certificates & secrets, without anything around it.',
  ],
  [
    'credential.unreadable_certificate credential.unreadable_key credential.encrypted_key credential.key_public credential.key_several credential.key_too_short credential.key_type credential.certificate_dates credential.certificate_mismatch credential.file_unreadable',
    'Certificate or key cannot be used: not PEM, encrypted, public, too short, of another kind, out of date, or not of one another.',
    'Give one PEM with the certificate and its own unencrypted key, or the key with --private-key.',
  ],
  [
    'credential.assertion_malformed credential.malformed_assertion credential.malformed_token',
    'What was read is no token: a JWT has three parts, a bearer token is one word.',
    'Look at the file; whatever writes it may not have run yet, or wrote an error page.',
  ],
  [
    'credential.id_token credential.id_token_expired credential.id_token_audience',
    'The ID token of the sign-in is no signed JWT, has expired, or is for another client than --idp-client-id.',
    'Sign in at the identity provider again, and give its id_token, not the access token.',
  ],
  [
    'credential.store_unsafe',
    'The folder or file of kept logins and registered clients is open to others, or a link.',
    'Make it yours alone (folder 700, file 600), or remove it and log in again.',
  ],
  [
    'credential.keychain_missing credential.keychain_unavailable credential.keychain_full',
    'Logins are to be kept in the keychain of the operating system, and it cannot be used: its package is not installed, no keychain runs or it is locked, or it would get more than it holds.',
    'Install @napi-rs/keyring, unlock the keychain, or use --token-store file.',
  ],
  [
    'usage.token_store usage.logout_all',
    'Logins can be kept in a file or in the keychain, and logout forgets either one or all.',
    'Give --token-store (or MCP_AUTHCHECK_TOKEN_STORE) file or keychain; leave out the target or --all.',
  ],
];
