import type { DefenceMutant } from './mutant.d.mts';

export const defenceMutants: readonly DefenceMutant[];
