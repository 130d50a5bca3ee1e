import { expect, test } from 'vitest';
import { resourceIsCanonical } from '../../../src/checks/discovery/resource-is-canonical.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { discoveryOf } from '../discoveries.ts';

describeByMutants(
  resourceIsCanonical,
  {
    'resource-with-fragment': 'fail',
    'resource-is-no-web-address': 'fail',
    'resource-with-query': 'warn',
    'resource-with-slash': 'warn',
  },
  { clients: [] },
);

test.each([
  ['https://h.example/mcp', 'https://h.example/mcp', 'pass'],
  ['https://h.example', 'https://h.example/', 'pass'],
  ['https://h.example/', 'https://h.example/', 'warn'],
  ['https://h.example/mcp/', 'https://h.example/mcp/', 'pass'],
  ['https://h.example/mcp/', 'https://h.example/mcp', 'warn'],
  ['https://h.example/mcp?a=1', 'https://h.example/mcp?a=1', 'warn'],
  ['https://h.example/mcp#', 'https://h.example/mcp', 'fail'],
  ['http://h.example/mcp', 'https://h.example/mcp', 'fail'],
  ['http://127.0.0.1:1/mcp', 'http://127.0.0.1:1/mcp', 'pass'],
  ['h.example/mcp', 'https://h.example/mcp', 'fail'],
  [undefined, 'https://h.example/mcp', 'skip'],
])('%s of %s: %s', (resource, url, verdict) => {
  const published = {
    url: 'https://h.example/prm',
    places: ['path'] as const,
    status: 200,
    contentType: 'application/json',
    document: { resource },
    exchange: 1,
  };
  const seen = { url, discovery: discoveryOf(), published };
  expect(resourceIsCanonical.judge(seen).verdict).toBe(verdict);
});
