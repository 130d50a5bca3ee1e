import { expect, test } from 'vitest';
import { resourceMatchesEndpoint } from '../../../src/checks/discovery/resource-matches-endpoint.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';
import { discoveryOf, published } from '../discoveries.ts';

describeCheck(resourceMatchesEndpoint, {
  brokenBy: {
    behaviour: {
      protectedResourceMetadata: (document) => ({ ...document, resource: `${document.resource}/` }),
    },
  },
});

describeByMutants(
  resourceMatchesEndpoint,
  {
    'resource-with-slash': 'fail',
    'resource-of-another': 'fail',
    'resource-missing': 'fail',
    'resource-is-the-origin': 'warn',
  },
  { clients: [] },
);

test('the document of the origin, found at the root, says where it was found and what it is about', () => {
  const url = 'https://h.example/.well-known/oauth-protected-resource';
  const discovery = discoveryOf({ resource: { resource: 'https://h.example' } });
  const found = { ...discovery, protectedResourceMetadata: published(url, discovery) };
  const judged = resourceMatchesEndpoint.judge({ url: 'https://h.example/mcp', discovery: found });
  expect(judged.verdict).toBe('info');
  expect(judged.message).toContain(url);
  expect(judged.message).toContain('the document of the whole origin');
});
