import { expect, test } from 'vitest';
import { metadataNeedsNoToken } from '../../../src/checks/discovery/metadata-needs-no-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  metadataNeedsNoToken,
  {
    'metadata-behind-the-gate': 'fail',
    'metadata-forbidden-by-a-firewall': 'fail',
  },
  { clients: [] },
);

const document = { resource: 'https://h.example/mcp' };

test.each([
  ['named', 200, 401, 'pass'],
  ['named', 401, 200, 'fail'],
  ['path', 401, 200, 'warn'],
  ['path', 404, 200, 'pass'],
  ['path', 404, 403, 'fail'],
  ['path', 404, 404, 'skip'],
] as const)('the first place, %s, answers %i and the last %i: %s', (place, first, last, verdict) => {
  const at = (status: number) => ({
    status,
    document: status === 200 ? document : null,
    contentType: 'application/json',
    exchange: 1,
  });
  const documents = [
    { ...at(first), url: 'https://h.example/first', places: [place] },
    { ...at(last), url: 'https://h.example/last', places: ['root'] as const },
  ];
  expect(metadataNeedsNoToken.judge(documents).verdict).toBe(verdict);
});
