import { TokenError } from '../errors.ts';
import type { ServerAnswer, ServerProbe } from '../types.ts';
import type { CheckContext } from './check.ts';
import { codeFlow } from './front-channel.ts';
import { listed } from './server-metadata.ts';

/** Why no client can be registered for a check, if so. */
export function noRegistering(context: CheckContext): string | undefined {
  const { evidence, serverProbe, allows } = context;
  const metadata = evidence.discovery?.authorizationServerMetadata?.document;
  if (typeof metadata?.registration_endpoint !== 'string')
    return 'The authorization server registers nobody on request: its metadata names no registration_endpoint.';
  if (evidence.flows.length === 0 || serverProbe === undefined)
    return 'The authorization server is not asked in this run; add --flow.';
  return allows?.registering === true
    ? undefined
    : 'Registers clients and deletes them again; allow that with --allow-registering.';
}

/** Asks on behalf of no client: whichever flow it is of. */
export function registering(context: CheckContext): ServerProbe {
  const flow = codeFlow(context) ?? context.evidence.flows[0];
  const probe = flow === undefined ? undefined : context.serverProbe?.(flow);
  if (probe === undefined) throw new TokenError('internal.no_flow', 'There is no flow to ask with.');
  return probe;
}

/** What became of a client that was registered for a check. */
export type Undone =
  | { readonly how: 'deleted' | 'no_way' | 'not_needed' }
  | { readonly how: 'failed'; readonly why: string };

/** Whether an answer made a client (RFC 7591 §3.2.1). */
export function isRegistered({ status, members }: ServerAnswer): boolean {
  return status >= 200 && status < 300 && typeof members.client_id === 'string';
}

/** Deletes what an answer made, where the answer said how (RFC 7592 §2.3). */
export async function undo(context: CheckContext, answer: ServerAnswer): Promise<Undone> {
  if (!isRegistered(answer)) return { how: 'not_needed' };
  try {
    return { how: (await registering(context).unregister(answer)) ? 'deleted' : 'no_way' };
  } catch (error) {
    // A client that stays behind is worth a word, whatever kept it alive.
    return { how: 'failed', why: error instanceof Error ? error.message : 'no answer came' };
  }
}

/** Registers a client, does something with the answer, and deletes the client whatever happens. */
export async function withRegistered<T>(
  context: CheckContext,
  document: Readonly<Record<string, unknown>>,
  work: (answer: ServerAnswer) => Promise<T>,
): Promise<T> {
  const answer = await registering(context).register(document);
  try {
    return await work(answer);
  } finally {
    await undo(context, answer);
  }
}

/** Where nobody listens: nothing is ever sent to a client of a check. */
const SOME_PORT = 51_790;

/** A native application that people sign in with (RFC 7591 §2; MCP 2026-07-28 demands `application_type`). */
export function clientDocument(
  { evidence: { profile, discovery } }: CheckContext,
  changes: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> {
  const { host, path } = profile.loopback;
  const metadata = discovery?.authorizationServerMetadata?.document ?? {};
  // RFC 8414 §2: a server that does not say takes client_secret_basic.
  const methods = listed(metadata, 'token_endpoint_auth_methods_supported') ?? ['client_secret_basic'];
  const wanted = ['none', 'client_secret_post', 'client_secret_basic'];
  return {
    client_name: 'mcp-authcheck',
    redirect_uris: [`http://${host}:${SOME_PORT}${path}`],
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: wanted.find((method) => methods.includes(method)) ?? 'none',
    application_type: 'native',
    ...changes,
  };
}
