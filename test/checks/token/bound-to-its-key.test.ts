import { expect, it } from 'vitest';
import { boundToItsKey } from '../../../src/checks/token/bound-to-its-key.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(boundToItsKey, {
  given: { bound: 'seen to' },
  brokenBy: { bound: 'seen to', claims: { cnf: { jkt: 'of-another-key' } } },
  alsoFails: ['endpoint/accepts-valid-token'],
});

it('a token that names no key is not bound, whatever the answer called it', () => {
  const { verdict, message } = boundToItsKey.judge({ named: undefined, proved: 'key', exchanges: [] });
  expect(verdict).toBe('fail');
  expect(message).toContain('cnf.jkt is missing');
});
