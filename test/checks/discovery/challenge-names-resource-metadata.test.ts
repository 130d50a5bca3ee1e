import { expect, test } from 'vitest';
import { challengeNamesResourceMetadata } from '../../../src/checks/discovery/challenge-names-resource-metadata.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';
import { discoveryOf } from '../discoveries.ts';

describeCheck(challengeNamesResourceMetadata, {
  brokenBy: {
    behaviour: { challenge: (value) => value.replace('/.well-known/oauth-protected-resource', '/nowhere') },
  },
});

describeByMutants(
  challengeNamesResourceMetadata,
  {
    'challenge-names-metadata-nowhere': 'fail',
    'challenge-names-metadata-relatively': 'fail',
    'challenge-without-metadata': 'warn',
  },
  { clients: [] },
);

test.each([
  [['2025-06-18'], 'fail'],
  [['2025-06-18', '2026-07-28'], 'fail'],
  [['2025-11-25', '2026-07-28'], 'warn'],
] as const)('a challenge without resource_metadata, where %j is spoken: %s', (revisions, verdict) => {
  const discovery = discoveryOf({ challenge: { realm: 'x' } });
  const found = { url: 'https://h.example/mcp', discovery, revisions };
  expect(challengeNamesResourceMetadata.judge(found).verdict).toBe(verdict);
});
