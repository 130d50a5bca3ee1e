import type { Check } from '../check.ts';
import { challengeIsComplete } from './challenge-is-complete.ts';
import { challengeNamesWhatIsMissing } from './challenge-names-what-is-missing.ts';
import { honoursBroaderScope } from './honours-broader-scope.ts';
import { insufficientIs403 } from './insufficient-is-403.ts';
import { insufficientIsNot401 } from './insufficient-is-not-401.ts';
import { refusesTokenWithoutScope } from './refuses-token-without-scope.ts';
import { stepsUp } from './steps-up.ts';

/** What a token without the right scope gets. */
export const scopeChecks: readonly Check[] = [
  insufficientIs403,
  insufficientIsNot401,
  challengeNamesWhatIsMissing,
  challengeIsComplete,
  stepsUp,
  honoursBroaderScope,
  refusesTokenWithoutScope,
];
