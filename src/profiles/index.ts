import { UsageError } from '../errors.ts';
import type { AuthorizationServerMetadata, Profile, Target } from '../types.ts';
import { entra } from './entra.ts';
import { generic } from './generic.ts';

export { issuerMatches } from './issuer.ts';
export { requireOwnResource } from './own-resource.ts';

/** Every provider that is known, the one that recognises everything last. */
export const profiles: readonly Profile[] = [entra, generic];

/**
 * The profile with that name.
 * @throws UsageError `config.provider` when there is none.
 */
export function profileNamed(name: string): Profile {
  const profile = profiles.find((candidate) => candidate.name === name);
  if (profile !== undefined) return profile;
  throw new UsageError('config.provider', `There is no provider profile "${name}".`, {
    hint: `Use one of: ${profiles.map((candidate) => candidate.name).join(', ')}.`,
  });
}

/**
 * The profile of a target: the one it names, else Entra ID when it names a tenant, else the first that
 * recognises its pinned issuer (or the issuer given) or that issuer's metadata.
 * @throws UsageError `config.provider`
 */
export function profileFor(target: Target, issuer?: string, metadata?: AuthorizationServerMetadata): Profile {
  if (target.provider !== undefined) return profileNamed(target.provider);
  if (target.tenant !== undefined) return entra;
  const known = target.issuer ?? issuer ?? '';
  return profiles.find((profile) => profile.recognises(known, metadata)) ?? generic;
}
