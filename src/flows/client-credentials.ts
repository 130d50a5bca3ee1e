import { setTimeout as sleep } from 'node:timers/promises';
import { TokenError, UsageError } from '../errors.ts';
import type { TokenSet } from '../types.ts';
import { clientOf, furtherParameters, libraryOf, missingCredential, resourceOf, scopesOf } from './client.ts';
import { clientCredentialsByMsal } from './client-credentials-msal.ts';
import { clientCredentialsByOpenidClient } from './client-credentials-openid-client.ts';
import type { Flow, FlowContext } from './flow.ts';
import type { Grant } from './grant.ts';
import { managedIdentity } from './managed-identity.ts';
import { pinnedServer } from './pinning.ts';
import { proofFor } from './proof-of-possession.ts';
import { retryingWhenBusy } from './rate-limit.ts';
import { openWire } from './wire.ts';

/** What a client credentials request asks for. */
export interface MachineRequest {
  readonly scopes: readonly string[];
  readonly resource: string | undefined;
  /** What this provider wants besides the standard's parameters. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A machine's token for its own secret, key, assertion or managed identity (RFC 6749 §4.4). */
export const clientCredentials: Flow = {
  name: 'client_credentials',
  summary: 'a machine’s token for its own credential',
  needsPerson: false,
  needsIssuer: true,
  run,
};

async function run(context: FlowContext): Promise<TokenSet> {
  const scopes = scopesOf(context, 'client_credentials');
  if (context.request.credential?.kind === 'managed_identity') return await byHost(context, scopes);
  const client = clientOf(context);
  if (client.credential === undefined) throw missingCredential(context);
  const library = libraryOf(context);
  const server = pinnedServer(context, { confidential: true, endpoints: ['token_endpoint'] });
  const request: MachineRequest = {
    scopes,
    resource: resourceOf(context, 'client_credentials', scopes),
    parameters: furtherParameters(context, 'client_credentials'),
  };
  const proof = await proofFor(context, server, library);
  const attempt = (): Promise<TokenSet> => {
    const wire = openWire(context, { endpoints: [server.endpoint('token_endpoint')], named: server.named });
    const grant: Grant = { context, server, client, wire, proof, requestedScopes: scopes };
    return library === 'msal'
      ? clientCredentialsByMsal(grant, request)
      : clientCredentialsByOpenidClient(grant, request);
  };
  return await retryingWhenBusy(attempt, (milliseconds) => pause(milliseconds, context));
}

async function byHost(context: FlowContext, scopes: readonly string[]): Promise<TokenSet> {
  if (context.request.dpop !== true) return await managedIdentity(context, scopes);
  throw new UsageError('config.credential', 'A managed identity brings no DPoP tokens. Nothing was sent.', {
    target: context.target.name,
    hint: 'Leave --dpop out.',
  });
}

async function pause(milliseconds: number, { signal, target }: FlowContext): Promise<void> {
  try {
    await sleep(milliseconds, undefined, signal === undefined ? {} : { signal });
  } catch (cause) {
    throw new TokenError('run.aborted', 'The wait for a busy authorization server was ended.', {
      target: target.name,
      phase: 'token',
      cause,
    });
  }
}
