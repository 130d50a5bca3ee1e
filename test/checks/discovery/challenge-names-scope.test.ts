import { expect, test } from 'vitest';
import { challengeNamesScope } from '../../../src/checks/discovery/challenge-names-scope.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { discoveryOf } from '../discoveries.ts';

describeByMutants(
  challengeNamesScope,
  {
    'challenge-without-scope': 'warn',
    'challenge-with-commas-between-scopes': 'warn',
  },
  { clients: [] },
);

test.each([
  ['files:read', 'pass'],
  ['files:read files:write', 'pass'],
  ['https://graph.example/.default', 'pass'],
  ['', 'warn'],
  ['files:read  files:write', 'warn'],
  ['files:read,', 'warn'],
  ['lésen', 'warn'],
])('the scope "%s": %s', (scope, verdict) => {
  const discovery = discoveryOf({ challenge: { scope } });
  expect(challengeNamesScope.judge({ url: 'https://h.example/mcp', discovery }).verdict).toBe(verdict);
});
