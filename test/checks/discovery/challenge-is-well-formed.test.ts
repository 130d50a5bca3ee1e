import { challengeIsWellFormed } from '../../../src/checks/discovery/challenge-is-well-formed.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(challengeIsWellFormed, { brokenBy: { behaviour: { noChallenge: true } } });

describeByMutants(
  challengeIsWellFormed,
  {
    'no-challenge': 'fail',
    'challenges-with-basic': 'fail',
    'challenge-without-parameters': 'fail',
    'challenge-with-bare-quotes': 'fail',
    'challenge-with-escaped-quotes': 'warn',
  },
  { clients: [] },
);
