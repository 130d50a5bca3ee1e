import { expect, test } from 'vitest';
import { grantsWhatWasAsked } from '../../../src/checks/token/grants-what-was-asked.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  grantsWhatWasAsked,
  { 'grants-fewer-scopes': 'info', 'grants-otherwise-silently': 'fail' },
  { clients: ['machine'] },
);

test.each<readonly [readonly string[], readonly string[] | null, readonly string[], string]>([
  [['read'], ['read'], ['read'], 'pass'],
  [['read', 'write'], ['write', 'read'], ['read', 'write'], 'pass'],
  [['read'], null, [], 'pass'],
  [['read'], null, ['read'], 'pass'],
  [['read', 'write'], ['read'], ['read'], 'info'],
  [['read', 'write'], null, ['read'], 'fail'],
  [['read', 'write'], ['read', 'write'], ['read'], 'fail'],
])('asked for %j, answered %j, in the token %j: %s', (asked, answered, held, verdict) => {
  expect(grantsWhatWasAsked.judge({ asked, answered, held, exchanges: [] }).verdict).toBe(verdict);
});
