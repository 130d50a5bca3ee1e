import type { Profile } from '../../types.ts';
import { acceptedAudiences } from './app-id-uri.ts';
import { isB2c, isEntra } from './clouds.ts';
import { facts } from './facts.ts';
import { acceptedIssuers, federatedAudience, issuerOf, metadataUrls, origins } from './issuers.ts';
import { mistake } from './mistakes.ts';
import { machineScopes, resourceOf, userScopes } from './scopes.ts';

/** Microsoft Entra ID, v2.0 endpoints: the public and sovereign clouds, External ID and B2C. */
export const entra: Profile = {
  name: 'entra',
  title: 'Microsoft Entra ID',
  defaultLibrary: 'msal',
  recognises: isEntra,
  issuerOf,
  metadataUrls,
  origins,
  scopes: (grant, target, discovery) =>
    grant === 'client_credentials' ? machineScopes(target, discovery) : userScopes(target, discovery),
  resource: resourceOf,
  parameters: () => ({}),
  mistake,
  federatedAudience,
  // Without the scopes the new token may be for another API (AADSTS90009, or a Graph token).
  scopesOnRefresh: true,
  pkceUnadvertised: true,
  // http is allowed for localhost only, any port; the portal does not take 127.0.0.1.
  loopback: { host: 'localhost', path: '/callback', anyPort: true },
  acceptedIssuers,
  acceptedAudiences,
  facts,
};

/** The same at B2C, where openid-client needs no authority besides the issuer. */
const b2c: Profile = { ...entra, title: 'Azure AD B2C', defaultLibrary: 'openid-client' };

/** The profile for one of its issuers, or for an authority. */
export function entraAt(issuer: string): Profile {
  return isB2c(issuer) ? b2c : entra;
}
