import { expect, test } from 'vitest';
import { metadataAtRoot } from '../../../src/checks/discovery/metadata-at-root.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  metadataAtRoot,
  {
    'metadata-root-is-a-page': 'info',
  },
  { clients: [] },
);

test.each([
  [404, null, 'pass'],
  [410, null, 'pass'],
  [200, { resource: 'https://h.example' }, 'pass'],
  [200, { resource: 'https://other.example' }, 'pass'],
  [200, null, 'info'],
  [401, null, 'info'],
  [500, null, 'info'],
])('%i with %j: %s', (status, document, verdict) => {
  const url = 'https://h.example/.well-known/oauth-protected-resource';
  const published = { url, places: ['root'], status, document, contentType: '', exchange: 1 } as const;
  expect(metadataAtRoot.judge(published).verdict).toBe(verdict);
});
