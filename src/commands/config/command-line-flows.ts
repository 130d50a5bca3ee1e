import type { FlowRequest } from '../../types.ts';
import { clientMetadataUrl } from './client-metadata-url.ts';
import type { CommandLineCredential } from './command-line-credential.ts';
import { commandLineIdentityProvider, namesIdentityProvider } from './command-line-identity-provider.ts';
import { expectationFor, scopesFor } from './command-line-scopes.ts';
import { refuseUnused, usesCredential } from './command-line-unused.ts';
import type { Inputs } from './inputs.ts';
import { FLOWS, LIBRARIES } from './names.ts';
import { asksForToken, checkNeeds, registersOnTheWay } from './needs.ts';
import { oneOf, portNumber } from './values.ts';

/**
 * The flows that flags ask for, all with the same client; without `--flow` the one that what was given is
 * good for: a token → bearer, an ID token → enterprise, a metadata document → authorization_code, a
 * credential → client_credentials, a client id alone or nothing at all → authorization_code.
 * @throws UsageError when a flow lacks what it needs, or something was given that no flow uses.
 */
export async function commandLineFlows(
  inputs: Inputs,
  given: CommandLineCredential,
  entra: boolean,
): Promise<readonly FlowRequest[]> {
  const { flags } = inputs;
  const names = flags.flow ?? [impliedFlow(inputs, given)];
  for (const name of names) oneOf(name, FLOWS, 'usage.flow_unknown', '--flow');
  refuseUnused(names, given, flags);
  const client = clientOf(inputs);
  const identityProvider = names.includes('enterprise')
    ? await commandLineIdentityProvider(inputs)
    : undefined;
  const library =
    flags.library === undefined
      ? undefined
      : oneOf(flags.library, LIBRARIES, 'usage.library_unknown', '--library');
  const port = flags.port === undefined ? undefined : portNumber(flags.port, '--port');
  const flows = names.map((flow): FlowRequest => {
    const credential = flow === 'bearer' ? given.token : credentialFor(flow, client, given);
    const scopes = scopesFor(flow, names, inputs, entra);
    const expect = expectationFor(flow, names, inputs, entra);
    return {
      flow,
      ...(client.id === undefined || !asksForToken(flow) ? {} : { clientId: client.id }),
      ...(client.metadataUrl === undefined || !registersOnTheWay(flow)
        ? {}
        : { clientMetadataUrl: client.metadataUrl }),
      ...(credential === undefined ? {} : { credential }),
      ...(given.assertion === undefined || flow !== 'jwt_bearer' ? {} : { assertion: given.assertion }),
      ...(identityProvider === undefined || flow !== 'enterprise' ? {} : { identityProvider }),
      ...(flags.dpop === true && asksForToken(flow) ? { dpop: true } : {}),
      ...(scopes === undefined ? {} : { scopes }),
      ...(library === undefined ? {} : { library }),
      ...(port === undefined ? {} : { port }),
      ...(expect === undefined ? {} : { expect }),
    };
  });
  for (const flow of flows) {
    checkNeeds(flow, `--flow ${flow.flow}`, COMMAND_LINE_HINTS, { entra, earlier: [] });
  }
  return flows;
}

const COMMAND_LINE_HINTS = {
  clientId: 'Give --client-id or set CLIENT_ID.',
  credential:
    'Set CLIENT_SECRET (it goes with CLIENT_ID, and with no other --client-id), or give --client-secret-env, --client-secret-file, --certificate, --private-key, --assertion-file, --federated or --managed-identity.',
  token: 'Give --token-env NAME, --token-file FILE or --token-stdin.',
  assertion: 'Give --assertion-file FILE, --assertion-env NAME or --federated github.',
};

interface CommandLineClient {
  readonly id: string | undefined;
  readonly metadataUrl: string | undefined;
}

function clientOf({ flags, environment, warn }: Inputs): CommandLineClient {
  const variable = ['CLIENT_ID', 'AZURE_CLIENT_ID'].find((name) => environment[name]);
  const id = flags.clientId ?? (variable === undefined ? undefined : environment[variable]);
  if (flags.clientMetadataUrl === undefined) return { id, metadataUrl: undefined };
  const metadataUrl = clientMetadataUrl(flags.clientMetadataUrl, '--client-metadata-url');
  if (flags.clientId === undefined && variable !== undefined) {
    warn?.(
      `${variable} is set and goes before --client-metadata-url: unset it to be that document's client.`,
    );
  }
  return { id, metadataUrl };
}

/** A credential that just lies in the environment is nobody's without a client id; one that is needed is missed later. */
function credentialFor(
  flow: string,
  client: CommandLineClient,
  { credential, explicit }: CommandLineCredential,
): FlowRequest['credential'] {
  if (!usesCredential(flow, credential?.kind)) return undefined;
  return client.id === undefined && !explicit && flow !== 'client_credentials' ? undefined : credential;
}

/** The flow that what was given is good for. */
export function impliedFlow(
  { flags }: Pick<Inputs, 'flags'>,
  given: { readonly token: unknown; readonly credential: unknown },
): string {
  if (given.token !== undefined) return 'bearer';
  if (namesIdentityProvider(flags)) return 'enterprise';
  if (flags.clientMetadataUrl !== undefined) return 'authorization_code';
  return given.credential === undefined ? 'authorization_code' : 'client_credentials';
}
