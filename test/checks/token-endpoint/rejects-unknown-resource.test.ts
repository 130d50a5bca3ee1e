import { expect, it } from 'vitest';
import { rejectsUnknownResource } from '../../../src/checks/token-endpoint/rejects-unknown-resource.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { GOOD, NOTHING, OPAQUE, readable, said } from './said.ts';

describeByMutants(rejectsUnknownResource, {
  'tokens-for-unknown-resources': 'warn',
  'unknown-resource-is-invalid-request': 'info',
});

it.each([
  ['resource', said(400, { error: 'invalid_target' }), 'pass'],
  ['resource', said(400, { error: 'invalid_request' }), 'info'],
  ['scope', said(400, { error: 'invalid_resource' }), 'pass'],
  ['audience', said(403, { error: 'access_denied' }), 'pass'],
  ['resource', said(200, OPAQUE), 'info'],
  ['resource', GOOD, 'info'],
  ['resource', said(200, readable({ aud: 'https://not-registered.invalid' })), 'warn'],
  ...NOTHING.map(([, answer]) => ['resource', answer, 'inconclusive'] as const),
] as const)('asked by %s, comes to a verdict of its own (%#)', (by, answer, verdict) => {
  expect(rejectsUnknownResource.judge({ by, sent: 'A request', good: GOOD, answer }).verdict).toBe(verdict);
});

it('proves nothing where good requests are refused, too', () => {
  const answer = said(400, { error: 'invalid_target' });
  const judgement = rejectsUnknownResource.judge({ by: 'resource', sent: 'A request', good: answer, answer });
  expect(judgement.verdict).toBe('inconclusive');
});
