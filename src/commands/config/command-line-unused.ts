import { UsageError } from '../../errors.ts';
import type { CommandLineCredential } from './command-line-credential.ts';
import { namesIdentityProvider } from './command-line-identity-provider.ts';
import type { TargetFlags } from './inputs.ts';
import { asksForToken, registersOnTheWay, takesNoSecret } from './needs.ts';

/**
 * Refuses what was given with a flag and no flow uses: it was meant for something.
 * @throws UsageError `usage.*_unused`
 */
export function refuseUnused(
  names: readonly string[],
  given: CommandLineCredential,
  flags: TargetFlags,
): void {
  const flows = `--flow ${names.join(', ')}`;
  if (given.token !== undefined && !names.includes('bearer')) {
    throw new UsageError('usage.token_unused', `A token was given, but ${flows} gets its own.`, {
      hint: 'Use --flow bearer, or leave the token away.',
    });
  }
  if (given.explicit && names.every((name) => !usesCredential(name, given.credential?.kind))) {
    throw new UsageError(
      'usage.credential_unused',
      `A client credential was given, but ${flows} does not use one.`,
      { hint: 'Leave the credential away, or name a flow that uses it.' },
    );
  }
  if (flags.clientAuth !== undefined && names.every(takesNoSecret)) {
    throw new UsageError(
      'usage.client_auth_unused',
      `--client-auth was given, but ${flows} sends no client secret.`,
      { hint: 'Leave --client-auth away.' },
    );
  }
  if (flags.clientMetadataUrl !== undefined && !names.some(registersOnTheWay)) {
    throw new UsageError(
      'usage.client_metadata_url_unused',
      `--client-metadata-url was given, but ${flows} needs a client that was registered beforehand.`,
      { hint: 'Use it with --flow authorization_code or device_code; else give --client-id.' },
    );
  }
  if (namesIdentityProvider(flags) && !names.includes('enterprise')) {
    throw new UsageError(
      'usage.identity_provider_unused',
      `An identity provider or its ID token was given, but ${flows} does not ask one.`,
      { hint: 'Use --flow enterprise, or leave --id-token-… and --idp-… away.' },
    );
  }
  if (flags.dpop === true && !names.some(asksForToken)) {
    throw new UsageError('usage.dpop_unused', `--dpop was given, but ${flows} asks for no token.`, {
      hint: 'A token of your own is bound to a key of its own or to none: leave --dpop away.',
    });
  }
}

/** Whether the client of that flow can prove itself with this kind of credential. */
export function usesCredential(flow: string, kind: string | undefined): boolean {
  if (takesNoSecret(flow)) return false;
  return kind !== 'managed_identity' || flow === 'client_credentials';
}
