import { challengeOnInvalidToken } from '../../../src/checks/endpoint/challenge-on-invalid-token.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(challengeOnInvalidToken, {
  brokenBy: { behaviour: { challenge: (value) => value.replace('invalid_token', 'invalid_request') } },
  verdict: 'warn',
});
