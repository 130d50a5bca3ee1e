import { rejectsWrongIssuer } from '../../../src/checks/endpoint/rejects-wrong-issuer.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsWrongIssuer, {
  given: { attackTokens: true },
  brokenBy: { behaviour: { skip: ['issuer'] } },
});

describeByMutants(rejectsWrongIssuer, {
  'accepts-any-issuer': 'fail',
});
