import { expect, it } from 'vitest';
import { issuesTokensToMachines } from '../../../src/checks/token-endpoint/issues-tokens-to-machines.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { GOOD, NOTHING, OPAQUE, said } from './said.ts';

describeByMutants(issuesTokensToMachines, {
  'tokens-without-lifetime': 'warn',
  'refresh-tokens-for-machines': 'warn',
});

it.each([
  ['a refusal', said(400, { error: 'unauthorized_client' }), 'fail'],
  ['no token', said(200, { token_type: 'Bearer' }), 'fail'],
  ['another status', said(201, OPAQUE), 'fail'],
  ['no type', said(200, { access_token: 'opaque', expires_in: 60 }), 'fail'],
  ['a type that nobody knows', said(200, { ...OPAQUE, token_type: 'N_A' }), 'fail'],
  ['a type in small letters', said(200, { ...OPAQUE, token_type: 'bearer' }), 'pass'],
  ['a lifetime in words', said(200, { ...OPAQUE, expires_in: '60' }), 'warn'],
  ['a good answer', GOOD, 'pass'],
  ...NOTHING.map(([what, answer]) => [what, answer, 'inconclusive'] as const),
] as const)('takes %s for what it is', (_, answer, verdict) => {
  expect(issuesTokensToMachines.judge(answer).verdict).toBe(verdict);
});
