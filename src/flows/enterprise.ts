import { UsageError } from '../errors.ts';
import { requireOwnResource } from '../profiles/index.ts';
import type { IdentityProvider, TokenSet } from '../types.ts';
import { clientOf, furtherParameters, resourceOf } from './client.ts';
import { requireFitting } from './enterprise-id-jag.ts';
import { idTokenFor } from './enterprise-id-token.ts';
import type { Flow, FlowContext } from './flow.ts';
import type { Grant } from './grant.ts';
import { requireOpenidClient } from './jwt-bearer.ts';
import { assertingClient, assertionScopes, jwtBearerGrant } from './jwt-bearer-grant.ts';
import { pinnedServer } from './pinning.ts';
import { proofFor } from './proof-of-possession.ts';
import { refusedBy } from './refused-by.ts';
import { tokenExchange } from './token-exchange.ts';
import { openWire } from './wire.ts';

/**
 * Enterprise-managed authorization: the ID token of a sign-in at the company's identity provider is changed there
 * for an identity assertion (RFC 8693), and that at the resource's authorization server for an access token
 * (RFC 7523). MCP extension io.modelcontextprotocol/enterprise-managed-authorization.
 */
export const enterprise: Flow = {
  name: 'enterprise',
  summary: 'a token for a sign-in at the company’s identity provider (ID-JAG)',
  needsPerson: false,
  needsIssuer: true,
  run,
};

async function run(context: FlowContext): Promise<TokenSet> {
  const provider = providerOf(context);
  requireOpenidClient(context);
  const server = pinnedServer(context, { confidential: true, endpoints: ['token_endpoint'] });
  const client = assertingClient(context, server) ?? clientOf(context);
  const scopes = assertionScopes(context, 'enterprise');
  const request = { audience: server.issuer, resource: resourceIdentifier(context), scopes };
  const wire = openWire(context, { endpoints: [server.endpoint('token_endpoint')], named: server.named });
  const proof = await proofFor(context, server, 'openid-client');
  const grant: Grant = { context, server, client, wire, proof, requestedScopes: scopes };

  const idToken = await idTokenFor(context, provider);
  const exchange = await tokenExchange(context, provider, idToken.issuer);
  const redeem = await jwtBearerGrant(grant, {
    scopes,
    resource: resourceOf(context, 'enterprise', scopes),
    parameters: furtherParameters(context, 'enterprise'),
  });

  const found = await exchange(idToken.token, request);
  requireFitting(found, { ...request, clientId: client.clientId }, context);
  const tokens = await redeem(found.assertion).catch((error: unknown) => {
    throw refusedBy(
      { server: 'The authorization server', what: 'the identity assertion', asked: 'id_jag' },
      error,
    );
  });
  return { ...tokens, exchanges: [...found.exchanges, ...tokens.exchanges] };
}

function providerOf({ request, target }: FlowContext): IdentityProvider {
  const provider = request.identityProvider;
  if (provider !== undefined && provider.clientId !== '' && provider.tokenEndpoint !== '') return provider;
  throw new UsageError('config.identity_provider', 'The flow enterprise needs an identity provider.', {
    target: target.name,
    hint: 'Give --idp-token-endpoint, --idp-client-id and --id-token-file.',
  });
}

/**
 * The MCP endpoint's resource identifier, byte for byte as published (RFC 9728 §2): identity providers compare
 * strings. The provider's policy on `resource` parameters is the authorization server's and does not count here.
 */
function resourceIdentifier({ target, discovery }: FlowContext): string | undefined {
  if (target.resource === false) return undefined;
  if (target.resource !== undefined) return target.resource;
  const published = discovery.protectedResourceMetadata?.document.resource;
  if (typeof published === 'string') requireOwnResource(published, target);
  return typeof published === 'string' ? published : target.url;
}
