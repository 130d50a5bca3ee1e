import type { Secret } from '../secret.ts';
import type { TokenSet } from '../types.ts';
import { type Client, clientOf, scopesOf } from './client.ts';
import { takesMetadataDocuments } from './client-identity.ts';
import type { FlowContext } from './flow.ts';
import { type Grant, tokensBy } from './grant.ts';
import { type OpenidClient, openidClient } from './openid-client.ts';
import type { PinnedServer } from './pinning.ts';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** What a JWT bearer grant asks for. */
export interface AssertionRequest {
  readonly scopes: readonly string[];
  readonly resource: string | undefined;
  /** The provider's own. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Prepares the grant of RFC 7523 §2.1 by openid-client, so that an unusable credential is found before
 * anything is sent. What it returns sends one request, for one assertion. An empty client id: nobody in
 * particular asks (RFC 7521 §4.1, client identification is optional).
 * @throws UsageError; what it returns throws TokenError, NetworkError
 */
export async function jwtBearerGrant(
  grant: Grant,
  request: AssertionRequest,
): Promise<(assertion: Secret) => Promise<TokenSet>> {
  const anonymous = grant.client.clientId === '';
  const { library, configuration, options } = await (anonymous ? withoutClient(grant) : openidClient(grant));
  const { scopes, resource, parameters } = request;
  return async (assertion) => {
    const tokens = await tokensBy('openid-client', grant, async () => {
      const sent = {
        ...parameters,
        assertion: assertion.reveal(),
        ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
        ...(resource === undefined ? {} : { resource }),
      };
      const answer = await library.genericGrantRequest(configuration, JWT_BEARER, sent, options);
      return answer.access_token;
    });
    const { clientId: _nobody, ...unclaimed } = tokens;
    return anonymous ? unclaimed : tokens;
  };
}

/**
 * The client that presents an assertion: the one registered beforehand, else the Client ID Metadata Document where
 * the authorization server takes one; undefined: neither. Nobody registers for this on request, because whoever
 * signs the assertion has to know the client (MCP enterprise-managed authorization §5).
 * @throws UsageError `credential.missing`; nothing was sent
 */
export function assertingClient(context: FlowContext, server: PinnedServer): Client | undefined {
  const { clientId = '', clientMetadataUrl, credential } = context.request;
  if (clientId !== '') return clientOf(context);
  const document = clientMetadataUrl !== undefined && takesMetadataDocuments(server);
  return document ? { clientId: clientMetadataUrl, credential } : undefined;
}

/** Scopes to ask for: there is no session to keep, so that `offline_access` is asked for only by name. */
export function assertionScopes(context: FlowContext, grant: string): readonly string[] {
  const scopes = scopesOf(context, grant);
  return context.request.scopes === undefined ? scopes.filter((scope) => scope !== 'offline_access') : scopes;
}

// The library insists on a client id; this authentication keeps it off the wire.
async function withoutClient(grant: Grant): Promise<OpenidClient> {
  const client = { clientId: 'nobody', credential: undefined };
  const { library, configuration, options } = await openidClient({ ...grant, client });
  const unclaimed = new library.Configuration(configuration.serverMetadata(), 'nobody', undefined, () => {});
  const send = configuration[library.customFetch];
  if (send !== undefined) unclaimed[library.customFetch] = send;
  // Decided with the endpoints: loopback only.
  if (grant.server.endpoint('token_endpoint').startsWith('http:')) library.allowInsecureRequests(unclaimed);
  return { library, configuration: unclaimed, options };
}
