import type { FlowEvidence, FormParameters, ServerAnswer, TokenProbe } from '../types.ts';
import type { CheckContext } from './check.ts';

/** The flow whose client can ask for further tokens by itself, or why there is none. */
export function machineFlow({ evidence, serverProbe }: CheckContext): FlowEvidence | string {
  if (serverProbe === undefined) return 'the authorization server cannot be asked in this run';
  const machines = evidence.flows.filter(
    ({ request, tokens }) => request.flow === 'client_credentials' && tokens !== undefined,
  );
  const [first] = machines;
  if (first === undefined)
    return 'no flow got a token with a credential of its own: add --flow client_credentials with one';
  const able = machines.find((flow) => serverProbe(flow).unable === undefined);
  return able ?? serverProbe(first).unable ?? 'its client cannot ask';
}

/** How a request differs from that of the flow. null takes a parameter away. */
export type Asked = Readonly<Record<string, string | null>>;

/**
 * Asks the token endpoint as the flow did (RFC 6749 §4.4), but for `asked` and `how`. undefined: it is not known where.
 * Rejects as `ServerProbe.token` does.
 */
export async function askAsMachine(
  { evidence, serverProbe }: CheckContext,
  flow: FlowEvidence,
  asked: Asked = {},
  how: Omit<TokenProbe, 'parameters'> = {},
): Promise<ServerAnswer | undefined> {
  const { discovery, profile, target } = evidence;
  if (discovery === null || serverProbe === undefined) return undefined;
  const grant = 'client_credentials';
  const scopes = flow.request.scopes ?? profile.scopes(grant, target, discovery);
  return await serverProbe(flow).token({
    ...how,
    parameters: {
      grant_type: grant,
      ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
      ...besidesScope(evidence, grant, scopes),
      ...asked,
    },
  });
}

/** What the provider wants besides, and for which resource (RFC 8707), as the flow itself sends it. */
export function besidesScope(
  { profile, target, discovery }: CheckContext['evidence'],
  grant: FlowEvidence['request']['flow'],
  scopes: readonly string[],
): FormParameters {
  if (discovery === null) return {};
  const resource = profile.resource(grant, scopes, target, discovery);
  return { ...profile.parameters(grant, target, discovery), ...(resource === undefined ? {} : { resource }) };
}

/** What the authorization server said instead of a token. */
export function refusedBy({ status, error }: ServerAnswer): string {
  return error === undefined ? `${status}` : `${status} ${error}`;
}
