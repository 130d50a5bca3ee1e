import { rejectsAlgNone } from '../../../src/checks/endpoint/rejects-alg-none.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsAlgNone, { brokenBy: { behaviour: { acceptAlgNone: true } } });

describeByMutants(rejectsAlgNone, {
  'believes-alg-none': 'fail',
  'forbids-one-spelling-of-none': 'fail',
  'decodes-without-verifying': 'fail',
});
