import { expect, test } from 'vitest';
import { challengeComesFirst } from '../../../src/checks/discovery/challenge-comes-first.ts';
import { parseChallenges } from '../../../src/text/challenges.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { discoveryOf } from '../discoveries.ts';

describeByMutants(
  challengeComesFirst,
  {
    'challenges-with-negotiate-first': 'info',
  },
  { clients: [] },
);

test.each([
  [['Bearer realm="x"'], 'pass'],
  [['bearer realm="x", Basic realm="x"'], 'pass'],
  [['Basic realm="x", Bearer realm="x"'], 'info'],
  [['DPoP algs="ES256", Bearer realm="x"'], 'info'],
  [['Negotiate', 'Bearer realm="x"'], 'info'],
])('%j: %s', (wwwAuthenticate, verdict) => {
  const challenges = parseChallenges(wwwAuthenticate);
  const answer = { era: 'modern', status: 401, challenges, wwwAuthenticate, exchange: 1 } as const;
  const discovery = { ...discoveryOf(), answers: [answer] };
  expect(challengeComesFirst.judge({ url: 'https://h.example/mcp', discovery }).verdict).toBe(verdict);
});
