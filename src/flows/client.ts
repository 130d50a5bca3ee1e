import { UsageError } from '../errors.ts';
import { requireOwnResource } from '../profiles/index.ts';
import type { Credential } from '../types.ts';
import type { FlowContext } from './flow.ts';

/** Who asks for the token. No credential: a public client (RFC 6749 §2.1). */
export interface Client {
  readonly clientId: string;
  readonly credential: Credential | undefined;
}

export type Library = 'msal' | 'openid-client';

/**
 * The client of a request, its settings taken from `inherited` where the request has none.
 * @throws UsageError `config.client_id`, `credential.missing`; nothing was sent.
 */
export function clientOf(context: FlowContext, inherited?: FlowContext['request']): Client {
  const clientId = context.request.clientId ?? inherited?.clientId;
  const credential = context.request.credential ?? inherited?.credential;
  if (clientId === undefined || clientId === '') {
    throw new UsageError('config.client_id', `The flow ${context.request.flow} needs a client id.`, {
      target: context.target.name,
      hint: 'Give --client-id, or clientId in the configuration file.',
    });
  }
  if (credential?.kind === 'secret' && credential.secret.length === 0) throw missingCredential(context);
  return { clientId, credential };
}

/** The error for a flow that cannot do without a credential and has none. */
export function missingCredential(context: FlowContext): UsageError {
  return new UsageError(
    'credential.missing',
    `The flow ${context.request.flow} needs a credential of the client.`,
    {
      target: context.target.name,
      hint: 'Give --client-secret-env, --certificate, --private-key, --assertion-file or --managed-identity. An environment variable that is set but empty counts as missing.',
    },
  );
}

/** The error for a credential that the flow cannot use. */
export function unsuitableCredential(context: FlowContext, kind: string | undefined): UsageError {
  return new UsageError(
    'config.credential',
    `A credential of kind ${kind ?? 'none'} is of no use with the flow ${context.request.flow}.`,
    { target: context.target.name },
  );
}

/**
 * The library that gets the token: the one asked for, else the provider's default.
 * @throws UsageError `config.library`
 */
export function libraryOf(context: FlowContext): Library {
  const name = context.request.library ?? context.profile.defaultLibrary;
  if (name === 'msal' || name === 'openid-client') return name;
  throw new UsageError('config.library', `There is no library "${name}".`, {
    target: context.target.name,
    hint: 'Use msal or openid-client.',
  });
}

/** Scopes to ask for: literally what the request says, else what the profile derives. */
export function scopesOf(context: FlowContext, grant: string): readonly string[] {
  return context.request.scopes ?? context.profile.scopes(grant, context.target, context.discovery);
}

/** What the provider wants besides the standard's parameters. */
export function furtherParameters(context: FlowContext, grant: string): Readonly<Record<string, string>> {
  return context.profile.parameters(grant, context.target, context.discovery);
}

/**
 * RFC 8707 resource indicator to send, if any.
 * @throws TokenError `prm.resource_mismatch` when the endpoint, and not the user, names another origin's
 */
export function resourceOf(
  context: FlowContext,
  grant: string,
  scopes: readonly string[],
): string | undefined {
  const { profile, target, discovery } = context;
  const resource = profile.resource(grant, scopes, target, discovery);
  if (resource === undefined || resource === target.resource || resource === target.audience) return resource;
  // The settings' own: those of the request may have been named by the endpoint, when it wanted more.
  const byUser = target.flows.flatMap((flow) => flow.scopes ?? []);
  if (!byUser.some((scope) => scope.startsWith(`${resource}/`))) requireOwnResource(resource, target);
  return resource;
}
