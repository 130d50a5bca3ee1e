import { UsageError } from '../../errors.ts';
import type { FlowRequest, TokenExpectation } from '../../types.ts';
import type { CommandLineCredential } from './command-line-credential.ts';
import type { Inputs } from './inputs.ts';
import { FLOWS, LIBRARIES } from './names.ts';
import { checkNeeds, takesNoSecret } from './needs.ts';
import { splitList } from './text.ts';
import { oneOf, portNumber } from './values.ts';

/**
 * The flows that flags ask for, all with the same client; without `--flow` the one that what was given is
 * good for: a token → bearer, a credential → client_credentials, a client id alone → authorization_code.
 * @throws UsageError when a flow lacks what it needs, or a credential was given that no flow uses.
 */
export function commandLineFlows(
  inputs: Inputs,
  given: CommandLineCredential,
  entra: boolean,
): readonly FlowRequest[] {
  const { flags, environment } = inputs;
  const clientId = flags.clientId ?? (environment.CLIENT_ID || environment.AZURE_CLIENT_ID || undefined);
  const names = flags.flow ?? [impliedFlow(given, clientId)];
  for (const name of names) oneOf(name, FLOWS, 'usage.flow_unknown', '--flow');
  refuseUnused(names, given);
  const flows = names.map((flow): FlowRequest => {
    const credential = flow === 'bearer' ? given.token : takesNoSecret(flow) ? undefined : given.credential;
    const scopes = scopesFor(flow, names, inputs, entra);
    const expect = expectationFor(flow, names, inputs, entra);
    return {
      flow,
      ...(clientId === undefined || flow === 'bearer' || flow === 'none' ? {} : { clientId }),
      ...(credential === undefined ? {} : { credential }),
      ...(scopes === undefined ? {} : { scopes }),
      ...(flags.library === undefined
        ? {}
        : { library: oneOf(flags.library, LIBRARIES, 'usage.library_unknown', '--library') }),
      ...(flags.port === undefined ? {} : { port: portNumber(flags.port, '--port') }),
      ...(expect === undefined ? {} : { expect }),
    };
  });
  for (const flow of flows) checkNeeds(flow, `--flow ${flow.flow}`, COMMAND_LINE_HINTS);
  return flows;
}

const COMMAND_LINE_HINTS = {
  clientId: 'Give --client-id or set CLIENT_ID; without a client only --flow none and --flow bearer work.',
  credential:
    'Set CLIENT_SECRET (it goes with CLIENT_ID, and with no other --client-id), or give --client-secret-env, --client-secret-file, --certificate, --private-key, --assertion-file or --managed-identity.',
  token: 'Give --token-env NAME, --token-file FILE or --token-stdin.',
};

function impliedFlow(given: CommandLineCredential, clientId: string | undefined): string {
  if (given.token !== undefined) return 'bearer';
  if (given.credential?.kind === 'managed_identity') return 'client_credentials';
  if (clientId === undefined) {
    throw new UsageError('usage.client_id_missing', 'No client id: nothing says how to get a token.', {
      hint: COMMAND_LINE_HINTS.clientId,
    });
  }
  return given.credential === undefined ? 'authorization_code' : 'client_credentials';
}

function refuseUnused(names: readonly string[], given: CommandLineCredential): void {
  if (given.token !== undefined && !names.includes('bearer')) {
    throw new UsageError(
      'usage.token_unused',
      `A token was given, but --flow ${names.join(', ')} gets its own.`,
      {
        hint: 'Use --flow bearer, or leave the token away.',
      },
    );
  }
  if (given.explicit && names.every(takesNoSecret)) {
    throw new UsageError(
      'usage.credential_unused',
      `A client credential was given, but --flow ${names.join(', ')} does not use one.`,
      { hint: 'Leave the credential away, or name a flow that uses it.' },
    );
  }
}

/**
 * Entra takes only `<resource>/.default` for client credentials (AADSTS1002012). A list that is there for a
 * person's flow as well, or comes from CUSTOM_SCOPES, is therefore not handed to client_credentials.
 */
function scopesFor(
  flow: string,
  names: readonly string[],
  { flags, environment }: Inputs,
  entra: boolean,
): readonly string[] | undefined {
  const scopes = splitList(flags.scope ?? [environment.CUSTOM_SCOPES ?? '']);
  if (scopes.length === 0 || flow === 'bearer' || flow === 'none') return undefined;
  const shared = flags.scope === undefined || names.some((name) => name !== flow);
  if (!entra || flow !== 'client_credentials' || !shared) return scopes;
  const usable = scopes.filter((scope) => scope.endsWith('/.default'));
  return usable.length === 0 ? undefined : usable;
}

/** At Entra a machine's token has roles and no scopes: with both kinds of flow each demand goes to its kind. */
function expectationFor(
  flow: string,
  names: readonly string[],
  { flags }: Inputs,
  entra: boolean,
): TokenExpectation | undefined {
  const machine = flow === 'client_credentials';
  const mixed = entra && names.includes('client_credentials') && names.some((name) => PERSONS.has(name));
  const scp = mixed && machine ? [] : splitList(flags.expectScope ?? []);
  const roles = mixed && !machine ? [] : splitList(flags.expectRole ?? []);
  const aud = [flags.expectAud ?? []].flat();
  const expectation: TokenExpectation = {
    ...(aud.length === 0 ? {} : { aud }),
    ...(flags.expectIss === undefined ? {} : { iss: flags.expectIss }),
    ...(scp.length === 0 ? {} : { scp }),
    ...(roles.length === 0 ? {} : { roles }),
  };
  return Object.keys(expectation).length === 0 ? undefined : expectation;
}

const PERSONS: ReadonlySet<string> = new Set(['authorization_code', 'device_code']);
