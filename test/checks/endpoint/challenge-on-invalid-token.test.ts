import { challengeOnInvalidToken } from '../../../src/checks/endpoint/challenge-on-invalid-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(challengeOnInvalidToken, {
  brokenBy: { behaviour: { challenge: (value) => value.replace('invalid_token', 'invalid_request') } },
  verdict: 'warn',
});

describeByMutants(challengeOnInvalidToken, {
  'gives-no-reason': 'warn',
  'takes-bad-tokens-for-bad-requests': 'warn',
});
