import { acceptsAnyCaseOfScheme } from '../../../src/checks/endpoint/accepts-any-case-of-scheme.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(acceptsAnyCaseOfScheme, {
  'knows-one-spelling-of-bearer': 'warn',
  'knows-two-spellings-of-bearer': 'warn',
});
