import { AsyncLocalStorage } from 'node:async_hooks';
import type { INetworkModule } from '@azure/msal-node';
import { NetworkError, RunError, TokenError, UsageError } from '../errors.ts';
import type { TokenSet } from '../types.ts';
import type { FlowContext } from './flow.ts';
import { tokensBy } from './grant.ts';
import { msalNetwork } from './msal-network.ts';
import { msalSystem } from './msal-system.ts';
import { openWire, type Wire } from './wire.ts';

/**
 * A token of the Azure host's managed identity: no secret is ours, and the host's own identity service is
 * asked, so there is no issuer to pin. It takes a resource, which is the scope without `/.default`.
 * @throws UsageError `config.audience`; TokenError, NetworkError
 */
export async function managedIdentity(context: FlowContext, scopes: readonly string[]): Promise<TokenSet> {
  const { credential } = context.request;
  const clientId = credential?.kind === 'managed_identity' ? credential.clientId : undefined;
  const [scope] = scopes;
  if (scope === undefined) {
    throw new UsageError('config.audience', 'A managed identity needs to know for which API.', {
      target: context.target.name,
      hint: 'Give --audience.',
    });
  }
  return await hostToken(context, scope.replace(/\/\.default$/, ''), clientId);
}

/**
 * Asks the host's identity service for a token for a resource; `clientId` chooses a user-assigned identity.
 * @throws TokenError, NetworkError
 */
export async function hostToken(
  context: FlowContext,
  resource: string,
  clientId: string | undefined,
): Promise<TokenSet> {
  const { ManagedIdentityApplication } = await import('@azure/msal-node');
  const wire = openWire(context, { named: false });
  const client = { clientId: clientId ?? '', credential: undefined };
  const ask = async (): Promise<string> => {
    const application = new ManagedIdentityApplication({
      ...(clientId === undefined ? {} : { managedIdentityIdParams: { userAssignedClientId: clientId } }),
      system: { ...msalSystem(), networkClient: sharedNetwork },
    });
    const result = await application.acquireToken({ resource, forceRefresh: true });
    return result.accessToken;
  };
  const attempt = { context, client, wire };
  const tokens = await tokensBy('msal', attempt, () => road.run(wire, ask)).catch((error: unknown) => {
    throw withoutIdentityService(error, context);
  });
  const { clientId: _none, ...others } = tokens;
  return clientId === undefined ? others : tokens;
}

/**
 * msal-node keeps the first network module that it is given here for the life of the process, so that every
 * attempt has to hand over the same one; it finds out by itself whose road it is on.
 */
const road = new AsyncLocalStorage<Wire>();
const sharedNetwork: INetworkModule = {
  sendGetRequestAsync: (url, options) => msalNetwork(wireOfThisAttempt()).sendGetRequestAsync(url, options),
  sendPostRequestAsync: (url, options) => msalNetwork(wireOfThisAttempt()).sendPostRequestAsync(url, options),
};

function wireOfThisAttempt(): Wire {
  const wire = road.getStore();
  if (wire === undefined)
    throw new RunError('internal.no_wire', 'msal-node sent a request of its own accord.');
  return wire;
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
