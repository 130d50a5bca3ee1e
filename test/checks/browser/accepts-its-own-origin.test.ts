import { acceptsItsOwnOrigin } from '../../../src/checks/browser/accepts-its-own-origin.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(acceptsItsOwnOrigin, {
  'refuses-its-own-origin': 'warn',
});
