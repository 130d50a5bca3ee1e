import { challengeIsWellFormed } from '../../../src/checks/discovery/challenge-is-well-formed.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(challengeIsWellFormed, { brokenBy: { behaviour: { noChallenge: true } } });
