import { rejectsEmbeddedKey } from '../../../src/checks/endpoint/rejects-embedded-key.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsEmbeddedKey, {
  'trusts-embedded-keys': 'fail',
});
