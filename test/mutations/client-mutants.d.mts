import type { Mutant } from './mutant.d.mts';

export const clientMutants: readonly Mutant[];
