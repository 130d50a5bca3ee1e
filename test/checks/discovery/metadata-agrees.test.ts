import { expect, test } from 'vitest';
import { metadataAgrees } from '../../../src/checks/discovery/metadata-agrees.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  metadataAgrees,
  {
    'metadata-names-other-servers-at-root': 'warn',
    'metadata-names-other-resource-at-root': 'warn',
  },
  { clients: [] },
);

test('the document at the root may be about the origin', () => {
  const origin = 'https://h.example';
  const at = { status: 200, contentType: 'application/json', exchange: 1 };
  const own = { resource: `${origin}/mcp`, authorization_servers: ['https://as.example'] };
  const observation = (root: object) => ({
    origin,
    documents: [
      { ...at, url: 'path', places: ['named', 'path'] as const, document: own },
      { ...at, url: 'root', places: ['root'] as const, document: { ...own, ...root } },
    ],
  });
  const verdict = (root: object) => metadataAgrees.judge(observation(root)).verdict;
  expect(verdict({})).toBe('pass');
  expect(verdict({ resource: origin, authorization_servers: ['https://other.example'] })).toBe('pass');
  expect(verdict({ resource: `${origin}/` })).toBe('pass');
  expect(verdict({ resource: `${origin}/other` })).toBe('warn');
  expect(verdict({ authorization_servers: undefined })).toBe('warn');
});
