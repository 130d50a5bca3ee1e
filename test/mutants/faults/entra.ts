import { TENANT } from '../authorization/entra.ts';
import type { Mutant } from '../mutant.ts';
import { NOBODY_GETS_IN } from './token.ts';

/** What the checks say of Entra ID itself, whoever uses it. */
const OF_ENTRA = [
  'discovery/server-advertises-s256',
  'discovery/server-offers-registration',
  'interop/spec-strict',
];

/** Endpoints that were told wrongly what the tokens of Microsoft Entra ID look like. */
export const entraMutants: readonly Mutant[] = [
  {
    name: 'wants-the-issuer-of-version-1',
    about: 'The issuer of version 1 is demanded of tokens of version 2.',
    options: { entra: true },
    resource: (parts) => ({
      ...parts,
      acceptsIssuer: (iss) => iss === `https://sts.windows.net/${TENANT}/`,
    }),
    killedBy: ['interop/entra-compatible'],
    alsoBy: [...NOBODY_GETS_IN, ...OF_ENTRA],
  },
  {
    name: 'wants-another-app-id-uri',
    about: 'The audience that is demanded is an App ID URI that no token names.',
    options: { entra: true },
    resource: (parts) => ({ ...parts, acceptsAudience: (aud) => aud === 'api://calculator' }),
    killedBy: ['interop/entra-compatible'],
    alsoBy: [...NOBODY_GETS_IN, ...OF_ENTRA],
  },
];
