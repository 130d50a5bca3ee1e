import { UsageError } from '../../errors.ts';
import type { TargetFlags } from './inputs.ts';

/**
 * What a target is stands in the file; a flag that says otherwise would hide there.
 * @throws UsageError `usage.flag_with_file_target`
 */
export function refuseNamingFlags(flags: TargetFlags): void {
  const given = NAMING_FLAGS.find((key) => flags[key] !== undefined);
  if (given === undefined) return;
  const flag = `--${given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw new UsageError(
    'usage.flag_with_file_target',
    `${flag} says what a target is; this target is in the file.`,
    {
      hint: `Set it in the file (a \${VARIABLE} can stand there), or name the endpoint's URL instead of the target.`,
    },
  );
}

const NAMING_FLAGS = [
  'tenant',
  'issuer',
  'provider',
  'authority',
  'clientId',
  'clientMetadataUrl',
  'clientSecretEnv',
  'clientSecretFile',
  'clientSecretStdin',
  'clientSecret',
  'clientAuth',
  'certificate',
  'privateKey',
  'keyId',
  'assertionFile',
  'assertionEnv',
  'federated',
  'federatedAudience',
  'managedIdentity',
  'audience',
  'scope',
  'resource',
  'tokenEndpoint',
  'jwks',
  'tokenEnv',
  'tokenFile',
  'tokenStdin',
  'token',
  'idTokenFile',
  'idTokenEnv',
  'idpTokenEndpoint',
  'idpClientId',
  'idpClientSecretEnv',
  'idpClientSecretFile',
  'dpop',
  'library',
  'expectAud',
  'expectIss',
  'expectScope',
  'expectRole',
] as const satisfies readonly (keyof TargetFlags)[];
