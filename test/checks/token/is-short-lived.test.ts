import { expect, test } from 'vitest';
import { isShortLived } from '../../../src/checks/token/is-short-lived.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(isShortLived, { 'tokens-live-for-days': 'warn' }, { clients: ['machine'] });

test.each<readonly [number | null, boolean, string]>([
  [3600, false, 'pass'],
  [3601, false, 'warn'],
  [86_401, false, 'warn'],
  [null, false, 'warn'],
  [5700, true, 'info'],
  [5701, true, 'warn'],
])('%s seconds, a given provider %s: %s', (seconds, isGiven, verdict) => {
  const provider = { title: 'Microsoft Entra ID', isGiven, pkceUnadvertised: isGiven };
  expect(isShortLived.judge({ seconds, provider, exchanges: [] }).verdict).toBe(verdict);
});
