import { rejectsUnknownKey } from '../../../src/checks/endpoint/rejects-unknown-key.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsUnknownKey, {
  'believes-unknown-keys': 'fail',
});
