import type { IdentityProvider } from '../../types.ts';
import { oneReference } from './command-line-credential.ts';
import { readIdentityProvider } from './identity-provider.ts';
import type { Inputs, TargetFlags } from './inputs.ts';

const FLAGS = [
  'idTokenFile',
  'idTokenEnv',
  'idpTokenEndpoint',
  'idpClientId',
  'idpClientSecretEnv',
  'idpClientSecretFile',
] as const satisfies readonly (keyof TargetFlags)[];

/** Whether any flag says something of an identity provider. */
export function namesIdentityProvider(flags: TargetFlags): boolean {
  return FLAGS.some((flag) => flags[flag] !== undefined);
}

/**
 * The identity provider that flags name.
 * @throws UsageError `usage.identity_provider_missing` with the flags to give, `usage.url_*`, `credential.*`
 */
export function commandLineIdentityProvider(inputs: Inputs): Promise<IdentityProvider> {
  const { flags } = inputs;
  const endpoint = flags.idpTokenEndpoint;
  return readIdentityProvider(
    {
      tokenEndpoint: endpoint === undefined ? undefined : { value: endpoint, where: '--idp-token-endpoint' },
      clientId: flags.idpClientId,
      secret: oneReference('--idp-client-secret', flags.idpClientSecretEnv, flags.idpClientSecretFile, false),
      idToken: oneReference('--id-token', flags.idTokenEnv, flags.idTokenFile, false),
    },
    { inputs, base: inputs.cwd },
    '--flow enterprise',
    {
      tokenEndpoint: '--idp-token-endpoint URL',
      clientId: '--idp-client-id ID',
      idToken: '--id-token-file FILE (or --id-token-env NAME)',
    },
  );
}
