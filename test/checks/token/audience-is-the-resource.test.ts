import { expect, test } from 'vitest';
import { audienceIsTheResource } from '../../../src/checks/token/audience-is-the-resource.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(audienceIsTheResource, { 'tokens-for-another-audience': 'warn' }, { clients: ['machine'] });

const provider = { title: 'Microsoft Entra ID', isGiven: true, pkceUnadvertised: true };
const resource = 'https://h.example/mcp';

test.each<readonly [readonly string[], boolean, string]>([
  [[resource], false, 'pass'],
  [['https://other.example', resource], false, 'pass'],
  [['f29234b2-fea5-4e59-9d80-dcfeff020d97'], true, 'info'],
  [['api://calculator'], true, 'info'],
  [['https://graph.microsoft.com'], true, 'warn'],
  [['api://calculator'], false, 'warn'],
  [[], true, 'warn'],
])('%j, a given provider %s: %s', (aud, isGiven, verdict) => {
  const observation = { aud, resource, provider: { ...provider, isGiven }, exchanges: [] };
  expect(audienceIsTheResource.judge(observation).verdict).toBe(verdict);
});
