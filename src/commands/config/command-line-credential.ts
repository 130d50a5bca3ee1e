import { UsageError } from '../../errors.ts';
import type { AssertionSource, Credential } from '../../types.ts';
import {
  type AssertionReference,
  assertionReference,
  MANAGED_IDENTITY,
  namedTwice,
  readAssertionSource,
} from './assertion-source.ts';
import { type CredentialReferences, readCredential } from './credential.ts';
import type { Inputs } from './inputs.ts';
import type { Named, SecretReader, SecretReference } from './secret-source.ts';

export interface CommandLineCredential {
  readonly credential: Credential | undefined;
  /** Named with a flag, not just found in the environment. */
  readonly explicit: boolean;
  readonly token: Credential | undefined;
  /** With `--flow jwt_bearer` the assertion is what is changed for a token, and no client's credential. */
  readonly assertion: AssertionSource | undefined;
}

/** Where flags and environment say that secrets stand; nothing of it has been read. */
export interface CommandLineReferences {
  readonly credential: CredentialReferences;
  readonly explicit: boolean;
  readonly token: Named<SecretReference> | undefined;
  readonly assertion: Named<AssertionReference> | undefined;
}

/**
 * What flags name as client credential, assertion and bearer token; without such a flag what the environment
 * holds: secret, then certificate, then federated token.
 * @throws UsageError `usage.credential_conflict`, `usage.stdin_twice`, `usage.secret_in_flag`,
 * `usage.federated_audience`
 */
export function commandLineReferences(inputs: Inputs): CommandLineReferences {
  const { flags } = inputs;
  refuseSecretValues(inputs);
  if (flags.clientSecretStdin === true && flags.tokenStdin === true) {
    throw new UsageError(
      'usage.stdin_twice',
      'Standard input can hold one secret: not client secret and token.',
      { hint: 'Read one of them from a file or the environment.' },
    );
  }
  const token = oneReference('--token', flags.tokenEnv, flags.tokenFile, flags.tokenStdin);
  const assertion = ofFlags(inputs);
  const granted = flags.flow?.includes('jwt_bearer') === true;
  const fromFlags = flagCredential(inputs, granted ? undefined : assertion);
  const explicit = Object.keys(fromFlags).length > 0;
  const references = explicit ? fromFlags : environmentCredential(inputs, granted);
  const method =
    flags.clientAuth === undefined ? {} : { method: { value: flags.clientAuth, where: '--client-auth' } };
  return {
    credential: { ...references, ...method },
    explicit,
    token,
    assertion: granted ? (assertion ?? federatedTokenFile(inputs)) : undefined,
  };
}

/**
 * The credentials of {@link commandLineReferences}, read.
 * @throws UsageError `usage.*` as there, `usage.federated_*`, `usage.client_auth_*`, `credential.*`
 */
export async function commandLineCredential(inputs: Inputs, entra: boolean): Promise<CommandLineCredential> {
  const { credential, explicit, token, assertion } = commandLineReferences(inputs);
  const reader: SecretReader = { inputs, base: inputs.cwd, entra };
  return {
    credential: await readCredential(credential, reader),
    explicit,
    token: token === undefined ? undefined : await readCredential({ token }, reader),
    assertion: assertion === undefined ? undefined : await readAssertionSource(assertion, reader),
  };
}

/** There is no flag that takes a secret: command lines are seen by every process and kept in histories. */
function refuseSecretValues(inputs: Inputs): void {
  const given = inputs.flags.clientSecret !== undefined ? 'client-secret' : 'token';
  if (inputs.flags.clientSecret === undefined && inputs.flags.token === undefined) return;
  throw new UsageError('usage.secret_in_flag', `--${given}: a secret is never taken from the command line.`, {
    hint: `Use --${given}-env NAME, --${given}-file FILE or --${given}-stdin. The value given is in your shell's history now: replace it.`,
  });
}

function flagCredential(
  { flags }: Inputs,
  assertion: Named<AssertionReference> | undefined,
): CredentialReferences {
  const secret = oneReference(
    '--client-secret',
    flags.clientSecretEnv,
    flags.clientSecretFile,
    flags.clientSecretStdin,
  );
  const identity = flags.federated === MANAGED_IDENTITY ? undefined : flags.managedIdentity;
  return {
    ...(secret === undefined ? {} : { secret }),
    ...file('certificate', '--certificate', flags.certificate),
    ...file('privateKey', '--private-key', flags.privateKey),
    ...(flags.keyId === undefined ? {} : { keyId: { value: flags.keyId, where: '--key-id' } }),
    ...(assertion === undefined ? {} : { assertion }),
    ...(identity === undefined ? {} : { managedIdentity: { value: identity, where: '--managed-identity' } }),
  };
}

function ofFlags({ flags }: Inputs): Named<AssertionReference> | undefined {
  const read = oneReference('--assertion', flags.assertionEnv, flags.assertionFile, undefined);
  return assertionReference(flags, read, {
    federated: '--federated',
    federatedAudience: '--federated-audience',
  });
}

/** A credential in the environment is that of the client id beside it, and of no other client. */
function environmentCredential(inputs: Inputs, granted: boolean): CredentialReferences {
  const { environment, flags } = inputs;
  const goesWith = (variable: string): boolean => {
    const beside = environment[variable];
    return flags.clientId === undefined || !beside || beside === flags.clientId;
  };
  for (const [name, beside] of [
    ['CLIENT_SECRET', 'CLIENT_ID'],
    ['AZURE_CLIENT_SECRET', 'AZURE_CLIENT_ID'],
  ] as const) {
    if (environment[name] && goesWith(beside)) {
      return { secret: { value: { env: name }, where: name } };
    }
  }
  if (!goesWith('AZURE_CLIENT_ID')) return {};
  const certificate = environment.AZURE_CLIENT_CERTIFICATE_PATH;
  if (certificate) return file('certificate', 'AZURE_CLIENT_CERTIFICATE_PATH', certificate);
  const assertion = granted ? undefined : federatedTokenFile(inputs);
  return assertion === undefined ? {} : { assertion };
}

function federatedTokenFile({ environment }: Inputs): Named<SecretReference> | undefined {
  const path = environment.AZURE_FEDERATED_TOKEN_FILE;
  return path ? { value: { file: path }, where: 'AZURE_FEDERATED_TOKEN_FILE' } : undefined;
}

function file(
  kind: 'certificate' | 'privateKey',
  where: string,
  path: string | undefined,
): CredentialReferences {
  return path === undefined ? {} : { [kind]: { value: { file: path }, where } };
}

/** The one of `FLAG-env`, `FLAG-file` and `FLAG-stdin` that is given. @throws UsageError `usage.credential_conflict` */
export function oneReference(
  flag: string,
  env: string | undefined,
  path: string | undefined,
  stdin: boolean | undefined,
): Named<SecretReference> | undefined {
  const named: Named<SecretReference>[] = [
    ...(env === undefined ? [] : [{ value: { env }, where: `${flag}-env` }]),
    ...(path === undefined ? [] : [{ value: { file: path }, where: `${flag}-file` }]),
    ...(stdin === true ? [{ value: { stdin: true } as const, where: `${flag}-stdin` }] : []),
  ];
  if (named.length > 1) throw namedTwice(named.map((one) => one.where));
  return named[0];
}
