import { UsageError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import { decodeToken } from '../token/index.ts';
import type { TokenSet } from '../types.ts';
import { federatedAudience } from './assertion-audience.ts';
import { assertionFrom } from './assertion-source.ts';
import { type Client, clientOf, furtherParameters, libraryOf, resourceOf } from './client.ts';
import type { Flow, FlowContext } from './flow.ts';
import type { Grant } from './grant.ts';
import { assertingClient, assertionScopes, jwtBearerGrant } from './jwt-bearer-grant.ts';
import { pinnedServer } from './pinning.ts';
import { proofFor } from './proof-of-possession.ts';
import { refusedBy } from './refused-by.ts';
import { openWire } from './wire.ts';

/**
 * A token for an assertion that the authorization server trusts (RFC 7523 §2.1; MCP workload identity
 * federation). One attempt: a refused assertion is neither repeated nor followed by another grant.
 */
export const jwtBearer: Flow = {
  name: 'jwt_bearer',
  summary: 'a token for an assertion of somebody whom the authorization server trusts',
  needsPerson: false,
  needsIssuer: true,
  run,
};

async function run(context: FlowContext): Promise<TokenSet> {
  const { request, profile } = context;
  if (request.assertion === undefined) throw missingAssertion(context);
  requireOpenidClient(context);
  const server = pinnedServer(context, { confidential: true, endpoints: ['token_endpoint'] });
  const wire = openWire(context, { endpoints: [server.endpoint('token_endpoint')], named: server.named });
  const client = assertingClient(context, server) ?? nobody(context);
  const scopes = assertionScopes(context, 'jwt_bearer');
  const proof = await proofFor(context, server, 'openid-client');
  const grant: Grant = { context, server, client, wire, proof, requestedScopes: scopes };
  const redeem = await jwtBearerGrant(grant, {
    scopes,
    resource: resourceOf(context, 'jwt_bearer', scopes),
    parameters: furtherParameters(context, 'jwt_bearer'),
  });
  const assertion = await assertionFrom(request.assertion, context, federatedAudience(profile, server));
  noteExpiry(assertion, context);
  return await redeem(assertion).catch((error: unknown) => {
    throw refusedBy(
      { server: 'The authorization server', what: 'the assertion', asked: 'jwt_bearer' },
      error,
    );
  });
}

/**
 * Refuses the library that has no such grant when it was asked for by name; the default is not asked.
 * @throws UsageError `config.library`
 */
export function requireOpenidClient(context: FlowContext): void {
  if (context.request.library === undefined || libraryOf(context) === 'openid-client') return;
  throw new UsageError('config.library', `msal has no grant for the flow ${context.request.flow}.`, {
    target: context.target.name,
    hint: 'Leave --library out, or use --library openid-client.',
  });
}

// RFC 7521 §4.1: the assertion says who asks, so that a client id is optional; a credential needs one.
function nobody(context: FlowContext): Client {
  return context.request.credential === undefined
    ? { clientId: '', credential: undefined }
    : clientOf(context);
}

// Said and sent all the same: whether the server refuses it is what somebody may want to know.
function noteExpiry(assertion: Secret, context: FlowContext): void {
  const { expiresAt } = decodeToken(assertion.reveal());
  if (expiresAt === null || Date.parse(expiresAt) > context.now()) return;
  context.person.tell(
    `The assertion expired at ${expiresAt}; the authorization server will most likely refuse it.`,
  );
}

function missingAssertion({ target }: FlowContext): UsageError {
  return new UsageError('credential.missing', 'The flow jwt_bearer needs an assertion.', {
    target: target.name,
    hint: 'Give --assertion-file, or --federated github on GitHub Actions.',
  });
}
