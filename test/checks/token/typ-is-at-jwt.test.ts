import { expect, test } from 'vitest';
import { typIsAtJwt } from '../../../src/checks/token/typ-is-at-jwt.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(typIsAtJwt, { 'tokens-called-jwt': 'info' }, { clients: ['machine'] });

test.each<readonly [unknown, string]>([
  ['at+jwt', 'pass'],
  ['application/AT+JWT', 'pass'],
  ['JWT', 'info'],
  [7, 'info'],
])('%s: %s', (typ, verdict) => {
  const provider = { title: 'x', isGiven: false, pkceUnadvertised: false };
  expect(typIsAtJwt.judge({ typ, provider, exchanges: [] }).verdict).toBe(verdict);
});
