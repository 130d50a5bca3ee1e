import { UsageError } from '../errors.ts';
import type { AuthorizationServerMetadata, Profile, Target } from '../types.ts';
import { auth0 } from './auth0.ts';
import { entra, entraAt } from './entra/index.ts';
import { generic } from './generic.ts';
import { keycloak } from './keycloak.ts';
import { okta } from './okta.ts';

export { issuerMatches } from './issuer.ts';
export { requireOwnResource } from './own-resource.ts';

/** Every provider that is known, the one that recognises everything last. */
export const profiles: readonly Profile[] = [entra, okta, auth0, keycloak, generic];

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
 * recognises its pinned issuer (or the issuer given), that issuer's metadata or, with neither, the authority.
 * @throws UsageError `config.provider`
 */
export function profileFor(target: Target, issuer?: string, metadata?: AuthorizationServerMetadata): Profile {
  const known = target.issuer ?? issuer ?? target.authority ?? '';
  const profile = chosen(target, known, metadata);
  return profile === entra ? entraAt(known) : profile;
}

function chosen(target: Target, issuer: string, metadata: AuthorizationServerMetadata | undefined): Profile {
  if (target.provider !== undefined) return profileNamed(target.provider);
  if (target.tenant !== undefined) return entra;
  return profiles.find((profile) => profile.recognises(issuer, metadata)) ?? generic;
}
