import { insufficientIsNot401 } from '../../../src/checks/scope/insufficient-is-not-401.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(insufficientIsNot401, { 'insufficient-is-401': 'warn' });
