import { UsageError } from '../../errors.ts';
import type { Credential } from '../../types.ts';
import { type CredentialReferences, type Named, readCredential } from './credential.ts';
import type { Inputs } from './inputs.ts';
import type { SecretReader, SecretReference } from './secret-source.ts';

export interface CommandLineCredential {
  readonly credential: Credential | undefined;
  /** Named with a flag, not just found in the environment. */
  readonly explicit: boolean;
  readonly token: Credential | undefined;
}

/**
 * The client credential and the bearer token that flags name; without such a flag the credential that the
 * environment holds: secret, then certificate, then federated token.
 * @throws UsageError `usage.credential_conflict`, `usage.stdin_twice`, `usage.secret_in_flag`, `credential.*`
 */
export async function commandLineCredential(inputs: Inputs): Promise<CommandLineCredential> {
  const { flags } = inputs;
  refuseSecretValues(inputs);
  if (flags.clientSecretStdin === true && flags.tokenStdin === true) {
    throw new UsageError(
      'usage.stdin_twice',
      'Standard input can hold one secret: not client secret and token.',
      {
        hint: 'Read one of them from a file or the environment.',
      },
    );
  }
  const reader: SecretReader = { inputs, base: inputs.cwd };
  const fromFlags = flagCredential(inputs);
  const explicit = Object.keys(fromFlags).length > 0;
  const references = explicit ? fromFlags : environmentCredential(inputs);
  const token = oneReference('--token', flags.tokenEnv, flags.tokenFile, flags.tokenStdin);
  return {
    credential: await readCredential(references, reader),
    explicit,
    token: token === undefined ? undefined : await readCredential({ token }, reader),
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

function flagCredential(inputs: Inputs): CredentialReferences {
  const { flags } = inputs;
  const secret = oneReference(
    '--client-secret',
    flags.clientSecretEnv,
    flags.clientSecretFile,
    flags.clientSecretStdin,
  );
  return {
    ...(secret === undefined ? {} : { secret }),
    ...file('certificate', '--certificate', flags.certificate),
    ...file('privateKey', '--private-key', flags.privateKey),
    ...(flags.keyId === undefined || flags.privateKey === undefined ? {} : { keyId: flags.keyId }),
    ...file('assertion', '--assertion-file', flags.assertionFile),
    ...(flags.managedIdentity === undefined
      ? {}
      : { managedIdentity: { value: flags.managedIdentity, where: '--managed-identity' } }),
  };
}

/** A credential in the environment is that of the client id beside it, and of no other client. */
function environmentCredential({ environment, flags }: Inputs): CredentialReferences {
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
  const assertion = environment.AZURE_FEDERATED_TOKEN_FILE;
  return assertion ? file('assertion', 'AZURE_FEDERATED_TOKEN_FILE', assertion) : {};
}

function file(
  kind: 'certificate' | 'privateKey' | 'assertion',
  where: string,
  path: string | undefined,
): CredentialReferences {
  return path === undefined ? {} : { [kind]: { value: { file: path }, where } };
}

function oneReference(
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
  if (named.length > 1) {
    throw new UsageError(
      'usage.credential_conflict',
      `The same secret is named twice: ${named.map((one) => one.where).join(' and ')}.`,
      { hint: 'Leave one of them.' },
    );
  }
  return named[0];
}
