import { expect, it } from 'vitest';
import { honoursResource } from '../../../src/checks/token-endpoint/honours-resource.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { GOOD, OPAQUE, readable, said } from './said.ts';

describeByMutants(honoursResource, { 'ignores-resource': 'warn', 'tokens-for-every-resource': 'warn' });

const OTHER = readable({ aud: 'https://api.example/' });

it.each([
  ['another audience', GOOD, said(200, OTHER), 'pass'],
  [
    'both audiences',
    GOOD,
    said(200, readable({ aud: ['https://api.example/', 'https://mcp.example/mcp'] })),
    'warn',
  ],
  ['no audience', GOOD, said(200, readable({})), 'warn'],
  ['a refusal', GOOD, said(400, { error: 'invalid_target' }), 'skip'],
  ['opaque tokens', said(200, OPAQUE), said(200, OPAQUE), 'skip'],
  [
    'nothing for the endpoint itself',
    said(400, { error: 'invalid_scope' }),
    said(200, OTHER),
    'inconclusive',
  ],
] as const)('judges %s', (_, own, other, verdict) => {
  const judgement = honoursResource.judge({ api: 'https://api.example/', by: 'resource', own, other });
  expect(judgement.verdict).toBe(verdict);
});
