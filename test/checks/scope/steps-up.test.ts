import { stepsUp } from '../../../src/checks/scope/steps-up.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(stepsUp, { 'challenges-unknown-scope': 'warn', 'remembers-refusal': 'warn' });
