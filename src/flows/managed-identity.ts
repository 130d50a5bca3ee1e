import { NetworkError, TokenError, UsageError } from '../errors.ts';
import type { TokenSet } from '../types.ts';
import type { FlowContext } from './flow.ts';
import { tokensBy } from './grant.ts';
import { msalSystem } from './msal.ts';
import { msalNetwork } from './msal-network.ts';
import { openWire } from './wire.ts';

/**
 * A token of the Azure host's managed identity: no secret is ours, and the host's own identity service is
 * asked, so there is no issuer to pin. It takes a resource, which is the scope without `/.default`.
 * @throws UsageError `config.audience`; TokenError, NetworkError
 */
export async function managedIdentity(context: FlowContext, scopes: readonly string[]): Promise<TokenSet> {
  const { ManagedIdentityApplication } = await import('@azure/msal-node');
  const { credential } = context.request;
  const clientId = credential?.kind === 'managed_identity' ? credential.clientId : undefined;
  const [scope] = scopes;
  if (scope === undefined) {
    throw new UsageError('config.audience', 'A managed identity needs to know for which API.', {
      target: context.target.name,
      hint: 'Give --audience.',
    });
  }
  const wire = openWire(context, { named: false });
  const client = { clientId: clientId ?? '', credential };
  const tokens = await tokensBy('msal', { context, client, wire }, async () => {
    const application = new ManagedIdentityApplication({
      ...(clientId === undefined ? {} : { managedIdentityIdParams: { userAssignedClientId: clientId } }),
      system: { ...msalSystem(), networkClient: msalNetwork(wire) },
    });
    const resource = scope.replace(/\/\.default$/, '');
    const result = await application.acquireToken({ resource, forceRefresh: true });
    return result.accessToken;
  }).catch((error: unknown) => {
    throw withoutIdentityService(error, context);
  });
  const { clientId: _none, ...others } = tokens;
  return clientId === undefined ? others : tokens;
}

// Most likely the program does not run at Azure at all: nobody would guess that from an address.
function withoutIdentityService(error: unknown, { target }: FlowContext): unknown {
  if (!(error instanceof NetworkError) || error.class !== 'unreachable') return error;
  const message = `The managed identity service of this machine cannot be reached. ${error.message}`;
  return new TokenError(error.code, message, {
    target: target.name,
    phase: 'token',
    exchanges: error.exchanges,
    hint: 'Only Azure hosts with a managed identity have it (virtual machines, App Service, Container Apps, Arc). Elsewhere use another credential.',
    cause: error,
  });
}
