import { UsageError } from '../../errors.ts';
import type { IdentityProvider } from '../../types.ts';
import { type AssertionReference, readAssertionSource } from './assertion-source.ts';
import { type Named, readSecret, type SecretReader, type SecretReference } from './secret-source.ts';
import { endpointUrl } from './url-rules.ts';

/** What was given of the identity provider that enterprise-managed authorization begins at. */
export interface IdentityProviderReferences {
  readonly tokenEndpoint?: Named<string> | undefined;
  readonly clientId?: string | undefined;
  readonly secret?: Named<SecretReference> | undefined;
  readonly idToken?: Named<AssertionReference> | undefined;
}

/** How each part is given, in the words of the place. */
export type PartNames = Readonly<Record<'tokenEndpoint' | 'clientId' | 'idToken', string>>;

/**
 * The identity provider; its client may be public, everything else is needed.
 * @throws UsageError `usage.identity_provider_missing` that names every missing part, `usage.url_*`,
 * `credential.*`
 */
export async function readIdentityProvider(
  references: IdentityProviderReferences,
  reader: SecretReader,
  where: string,
  names: PartNames,
): Promise<IdentityProvider> {
  const { tokenEndpoint, clientId, secret, idToken } = references;
  if (tokenEndpoint === undefined || clientId === undefined || idToken === undefined) {
    throw missing(references, where, names);
  }
  return {
    tokenEndpoint: endpointUrl(tokenEndpoint.value, tokenEndpoint.where),
    clientId,
    ...(secret === undefined
      ? {}
      : { credential: { kind: 'secret', secret: await readSecret(secret.value, reader, secret.where) } }),
    idToken: await readAssertionSource(idToken, reader),
  };
}

function missing(references: IdentityProviderReferences, where: string, names: PartNames): UsageError {
  const parts = (['tokenEndpoint', 'clientId', 'idToken'] as const)
    .filter((part) => references[part] === undefined)
    .map((part) => names[part]);
  return new UsageError(
    'usage.identity_provider_missing',
    `${where}: the identity provider that changes the ID token for an identity assertion is not fully named: ${parts.join(', ')} ${parts.length === 1 ? 'is' : 'are'} missing.`,
    { hint: `Give ${parts.join(' and ')}.` },
  );
}
