import { expect, it } from 'vitest';
import { notExpired } from '../../../src/checks/token/not-expired.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(notExpired, { 'tokens-expired-at-birth': 'fail' }, { clients: ['machine'] });

it('is no question for a token that was given and cannot be read', () => {
  const said = { expiresAt: null, now: 0, exchanges: [] };
  expect(notExpired.judge({ ...said, given: true }).verdict).toBe('skip');
  expect(notExpired.judge({ ...said, given: false }).verdict).toBe('warn');
});
