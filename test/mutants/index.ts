import { authorizationEndpointMutants } from './faults/authorization-endpoint.ts';
import { boundTokenMutants } from './faults/bound-tokens.ts';
import { browserMutants } from './faults/browser.ts';
import { challengeMutants } from './faults/challenge.ts';
import { coverageMutants } from './faults/coverage.ts';
import { endpointMutants } from './faults/endpoint.ts';
import { entraMutants } from './faults/entra.ts';
import { leakageMutants } from './faults/leakage.ts';
import { registrationMutants } from './faults/registration.ts';
import { resourceMetadataMutants } from './faults/resource-metadata.ts';
import { scopeMutants } from './faults/scope.ts';
import { serverMutants } from './faults/server.ts';
import { serverMetadataMutants } from './faults/server-metadata.ts';
import { sessionMutants } from './faults/session.ts';
import { tokenMutants } from './faults/token.ts';
import { tokenEndpointMutants } from './faults/token-endpoint.ts';
import { transportMutants } from './faults/transport.ts';
import type { Mutant } from './mutant.ts';

export type { Mutant, WorldOptions } from './mutant.ts';
export { type MutantWorld, startMutantWorld } from './world.ts';

/** Every mutant, file by file. */
export const mutants: readonly Mutant[] = [
  ...challengeMutants,
  ...resourceMetadataMutants,
  ...endpointMutants,
  ...coverageMutants,
  ...scopeMutants,
  ...sessionMutants,
  ...browserMutants,
  ...leakageMutants,
  ...serverMutants,
  ...serverMetadataMutants,
  ...tokenMutants,
  ...boundTokenMutants,
  ...entraMutants,
  ...tokenEndpointMutants,
  ...authorizationEndpointMutants,
  ...registrationMutants,
  ...transportMutants,
];
