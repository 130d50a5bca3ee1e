import { expect, it } from 'vitest';
import { takesPostOnly } from '../../../src/checks/token-endpoint/takes-post-only.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { NOTHING, OPAQUE, said } from './said.ts';

describeByMutants(takesPostOnly, { 'takes-token-requests-by-get': 'warn' });

it.each([
  ['405', said(405), 'pass'],
  ['404', said(404), 'pass'],
  ['501', said(501), 'pass'],
  ['a redirect', said(302), 'pass'],
  ['a refusal of the client', said(401, { error: 'invalid_client' }), 'info'],
  ['a page', said(200), 'info'],
  ['a token', said(200, OPAQUE), 'warn'],
  ...NOTHING.map(([what, answer]) => [what, answer, 'inconclusive'] as const),
] as const)('judges %s', (_, answer, verdict) => {
  expect(takesPostOnly.judge(answer).verdict).toBe(verdict);
});
