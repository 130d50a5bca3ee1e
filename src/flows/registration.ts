import { AuthcheckError, TokenError } from '../errors.ts';
import type { Registration } from '../types.ts';
import { byHand } from './by-hand.ts';
import type { FlowContext } from './flow.ts';
import type { PinnedServer } from './pinning.ts';
import { readRegistration } from './registration-answer.ts';

/** Ways of authenticating that need nothing but the answer, best first: a native application keeps no secret. */
const METHODS = ['none', 'client_secret_post', 'client_secret_basic'];

/** What a client is needed for. */
export interface IdentityNeeds {
  /** The loopback redirect URI with its port; absent: the flow redirects nowhere. */
  readonly redirectUri?: string;
  /** Besides `refresh_token`, which is asked for unless the server says that it has no such grant. */
  readonly grantTypes: readonly string[];
  /** Scopes that will be asked for. */
  readonly scopes: readonly string[];
}

/**
 * Registers a client on request (RFC 7591 §3.1). `application_type` always goes along: MCP 2026-07-28 demands
 * it, so a server that refuses it is reported. Scopes are a wish: where the metadata is refused, it is sent
 * once more without them.
 * @throws TokenError `registration.*` with what to do by hand, `endpoint.origin`, `unavailable`;
 * RateLimitedError; NetworkError
 */
export async function register(
  context: FlowContext,
  server: PinnedServer,
  needs: IdentityNeeds,
): Promise<Registration> {
  const url = server.endpoint('registration_endpoint');
  const method = methodFor(context, server);
  const ask = async (scopes: readonly string[]): Promise<Registration> => {
    const response = await context.http.send({
      method: 'POST',
      url,
      headers: [
        ['Content-Type', 'application/json'],
        ['Accept', 'application/json'],
      ],
      body: JSON.stringify(metadataOf(server, needs, method, scopes)),
      purpose: 'credential',
      phase: 'registration',
      named: server.named,
    });
    return readRegistration(response, context, {
      issuer: server.issuer,
      method,
      scopes,
      ...(needs.redirectUri === undefined ? {} : { redirectUri: needs.redirectUri }),
    });
  };
  return await ask(needs.scopes).catch(async (error: unknown) => {
    const refused = error instanceof AuthcheckError && error.code === 'registration.invalid_client_metadata';
    if (!refused || needs.scopes.length === 0) throw error;
    const registered = await ask([]);
    context.person.tell(`${server.issuer} registers a client only when no scopes are named.`);
    return registered;
  });
}

// RFC 7591 §2. Without response_types a server takes `code` to be meant.
function metadataOf(
  { metadata }: PinnedServer,
  { redirectUri, grantTypes }: IdentityNeeds,
  method: string,
  scopes: readonly string[],
): object {
  const offered = metadata.grant_types_supported;
  const refreshes = !Array.isArray(offered) || offered.includes('refresh_token');
  return {
    client_name: 'mcp-authcheck',
    redirect_uris: redirectUri === undefined ? [] : [redirectUri],
    grant_types: [...grantTypes, ...(refreshes ? ['refresh_token'] : [])],
    response_types: redirectUri === undefined ? [] : ['code'],
    token_endpoint_auth_method: method,
    application_type: 'native',
    ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
  };
}

// RFC 8414 §2: client_secret_basic when the server does not say.
function methodFor(context: FlowContext, { issuer, metadata }: PinnedServer): string {
  const said = metadata.token_endpoint_auth_methods_supported;
  const offered = Array.isArray(said) ? said : ['client_secret_basic'];
  const method = METHODS.find((name) => offered.includes(name));
  if (method !== undefined) return method;
  throw new TokenError(
    'registration.auth_method',
    `${issuer} offers no way of authenticating that a client registered on request could use: token_endpoint_auth_methods_supported has none of ${METHODS.join(', ')}.`,
    { target: context.target.name, phase: 'registration', hint: `${byHand(context)} Add its key.` },
  );
}
