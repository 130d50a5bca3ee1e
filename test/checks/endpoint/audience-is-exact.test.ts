import { audienceIsExact } from '../../../src/checks/endpoint/audience-is-exact.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(audienceIsExact, {
  'accepts-beginnings-of-the-audience': 'info',
  'compares-audiences-without-case': 'info',
});
