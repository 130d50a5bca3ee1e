import type { Check } from '../check.ts';
import { entraCompatible } from './entra-compatible.ts';
import { specStrict } from './spec-strict.ts';

/** Who else gets in: clients that follow the letter, clients that know the provider. */
export const interopChecks: readonly Check[] = [specStrict, entraCompatible];
