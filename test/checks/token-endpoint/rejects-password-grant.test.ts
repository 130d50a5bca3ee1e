import { expect, it } from 'vitest';
import { rejectsPasswordGrant } from '../../../src/checks/token-endpoint/rejects-password-grant.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { GOOD, NOTHING, OPAQUE, said } from './said.ts';

describeByMutants(rejectsPasswordGrant, { 'knows-the-password-grant': 'warn' });

it.each([
  ['unsupported_grant_type', said(400, { error: 'unsupported_grant_type' }), false, 'pass'],
  ['unauthorized_client', said(403, { error: 'unauthorized_client' }), false, 'pass'],
  ['a missing user name', said(400, { error: 'invalid_request' }), false, 'warn'],
  ['a missing user name, at Entra ID', said(400, { error: 'invalid_request' }), true, 'info'],
  ['a wrong password', said(400, { error: 'invalid_grant' }), false, 'warn'],
  ['a token', said(200, OPAQUE), true, 'warn'],
  ...NOTHING.map(([what, answer]) => [what, answer, false, 'inconclusive'] as const),
] as const)('judges %s', (_, answer, isGiven, verdict) => {
  expect(rejectsPasswordGrant.judge({ sent: 'A request', good: GOOD, answer, isGiven }).verdict).toBe(
    verdict,
  );
});
