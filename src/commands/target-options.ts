import { type Command, Option } from 'commander';
import { profiles } from '../profiles/index.ts';

/** Every value of a flag that may be repeated. */
export const collect = (value: string, earlier: readonly string[] | undefined): string[] => [
  ...(earlier ?? []),
  value,
];

/** A test compares it with the registry, which is not loaded here: most of the program hangs on it. */
const FLOWS =
  'client_credentials, authorization_code, refresh_token, device_code, jwt_bearer, enterprise, bearer, none';

/** Flags that say which endpoint and how to get its token. Their values are read by `config/`. */
export function addTargetOptions(command: Command): Command {
  return command
    .option('--config <file>', 'configuration file (default: mcp-authcheck.yaml in this directory)')
    .option('--tenant <id>', 'Entra tenant: implies --provider entra and pins the issuer')
    .option('--issuer <url>', 'pinned issuer: credentials go to no other')
    .option('--provider <name>', `${profiles.map(({ name }) => name).join(', ')}; default: by the issuer`)
    .option('--authority <url>', 'other Entra host: sovereign cloud, External ID, a stand-in')
    .option('--client-id <id>', "the client's application id; without one it registers where it can")
    .option('--client-metadata-url <url>', 'Client ID Metadata Document: the URL is the client id')
    .option('--client-secret-env <name>', 'environment variable that holds the client secret')
    .option('--client-secret-file <file>', 'file that holds the client secret')
    .option('--client-secret-stdin', 'read the client secret from standard input')
    .option(
      '--client-auth <method>',
      'client_secret_basic, client_secret_basic_raw (not encoded) or client_secret_post',
    )
    .option('--certificate <file>', 'PEM with certificate and key, or the key in --private-key')
    .option('--private-key <file>', 'PEM key for private_key_jwt')
    .option('--key-id <kid>', 'key id of --private-key, where the provider wants one')
    .option('--assertion-file <file>', 'federated token, or what --flow jwt_bearer changes for a token')
    .option('--assertion-env <name>', 'the same, from the environment')
    .option('--federated <service>', 'the same, from github (id-token: write) or managed-identity')
    .option('--federated-audience <audience>', 'audience of that token, where it is not the usual one')
    .option('--managed-identity [client-id]', 'the identity Azure gave this machine')
    .option('--audience <id>', "the API's client id or App ID URI")
    .option('--scope <scope>', 'scope to ask for (repeatable)', collect)
    .option('--resource <uri>', 'RFC 8707 resource indicator')
    .option('--no-resource', 'never send one')
    .option('--token-endpoint <url>', 'instead of the one in the metadata')
    .option('--jwks <url>', 'instead of the one in the metadata')
    .option('--allowed-origin <origin>', "further origin of the issuer's endpoints (repeatable)", collect)
    .option('--flow <name>', FLOWS, collect)
    .option('--token-env <name>', 'a token for --flow bearer, from the environment')
    .option('--token-file <file>', 'a token for --flow bearer, from a file')
    .option('--token-stdin', 'a token for --flow bearer, from standard input')
    .option('--id-token-file <file>', 'for --flow enterprise: ID token of the sign-in, from a file')
    .option('--id-token-env <name>', 'for --flow enterprise: ID token of the sign-in, from the environment')
    .option('--idp-token-endpoint <url>', 'for --flow enterprise: where the identity provider changes it')
    .option('--idp-client-id <id>', 'for --flow enterprise: the client that signed in there')
    .option('--idp-client-secret-env <name>', 'its secret, from the environment')
    .option('--idp-client-secret-file <file>', 'its secret, from a file')
    .option('--dpop', 'tokens that are bound to a key (RFC 9449)')
    .option('--library <name>', 'msal or openid-client')
    .option('--browser <program>', 'program that gets the URL as its one argument')
    .option('--no-browser', 'print the URL only')
    .option('--port <number>', 'fixed port of the loopback redirect URI')
    .option(
      '--header <header>',
      "further header to the endpoint: 'Name: value' or 'Name: env:VARIABLE'",
      collect,
    )
    .option('--elicit <json>', 'answer to a form that the endpoint asks for; without it such are declined')
    .option('--ca <file>', 'additional certificate authority (PEM)')
    .option('--proxy <url>', 'proxy for every host')
    .option('--protocol <revision>', 'auto, both, 2026-07-28, 2025-11-25, 2025-06-18 or 2025-03-26')
    .option('--timeout <seconds>', 'bounds each exchange (default: 30) and waiting for a person (300)')
    .option('--trace', 'record headers and bodies, redacted')
    .addOption(new Option('--client-secret <value>').hideHelp())
    .addOption(new Option('--token <value>').hideHelp());
}

/** For commands that keep or use logins. */
export function addTokenStoreOption(command: Command): Command {
  return command.option('--token-store <kind>', 'where logins are kept: file or keychain; default: file');
}

/** Flags that say what to demand of the endpoint. */
export function addDemandOptions(command: Command): Command {
  return command
    .option('--expect-tool <name>', 'the tool must be listed (repeatable)', collect)
    .option('--call <call>', "'TOOL ARGS => RESULT': must succeed, with that result (repeatable)", collect)
    .option('--expect-aud <audience>', 'audience of the access token')
    .option('--expect-iss <issuer>', 'issuer of the access token')
    .option('--expect-scope <scope>', 'scope in the access token (repeatable)', collect)
    .option('--expect-role <role>', 'role in the access token (repeatable)', collect)
    .option('--expired-token-file <file>', 'an expired token of this API, for the check that it is refused')
    .option('--wrong-audience-token-file <file>', 'a valid token for another API; the endpoint will see it')
    .option('--wrong-issuer-token-file <file>', 'a valid token of another issuer; the endpoint will see it')
    .option('--other-api <id>', 'another API to ask a token for: scope at Entra ID, else resource URI')
    .option('--public-method <name>', 'JSON-RPC method that may answer without a token (repeatable)', collect)
    .option('--allow-disclosing', 'checks may show the endpoint tokens that are good for something else')
    .option('--allow-registering', 'checks may register clients, and delete them again where they can')
    .option('--allow-sign-ins', 'checks may ask the person to sign in up to eight times more')
    .option('--wait-expiry <seconds>', 'wait up to so long for the token to expire, and present it then')
    .option('--lab', 'bring an authorization server that the endpoint was told to trust')
    .option('--lab-port <number>', 'its loopback port', '8414')
    .option('--lab-issuer <url>', 'how the endpoint reaches it (default: http://localhost:PORT)')
    .option('--lab-key <file>', 'its signing key, PEM (default: a new one each time)')
    .option('--checks <list>', 'check ids or groups, all, or none', 'all')
    .option('--skip <list>', 'check ids or groups to leave out')
    .option('--strict', 'a warning fails')
    .option('--expected-failures <file>', 'check ids that may fail, one in a line; one that passes fails');
}
