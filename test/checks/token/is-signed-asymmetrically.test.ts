import { expect, test } from 'vitest';
import { isSignedAsymmetrically } from '../../../src/checks/token/is-signed-asymmetrically.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(isSignedAsymmetrically, { 'signs-nothing': 'fail' }, { clients: ['machine'] });

test.each<readonly [string | undefined, string]>([
  ['RS256', 'pass'],
  ['PS512', 'pass'],
  ['ES256', 'pass'],
  ['EdDSA', 'pass'],
  ['ML-DSA-65', 'pass'],
  ['HS256', 'warn'],
  ['XY1', 'warn'],
  ['nOnE', 'fail'],
  [undefined, 'fail'],
])('%s: %s', (alg, verdict) => {
  expect(isSignedAsymmetrically.judge({ alg, isVerified: false, exchanges: [] }).verdict).toBe(verdict);
});
