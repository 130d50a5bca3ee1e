import { expect, it } from 'vitest';
import { rejectsUnknownScope } from '../../../src/checks/token-endpoint/rejects-unknown-scope.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { GOOD, NOTHING, OPAQUE, readable, said } from './said.ts';

describeByMutants(rejectsUnknownScope, {
  'grants-unknown-scopes': 'warn',
  'narrows-scopes-in-silence': 'fail',
});

const UNKNOWN = 'mcp-authcheck.no-such-scope';

it.each([
  ['invalid_scope', said(400, { error: 'invalid_scope' }), 'pass'],
  ['another error', said(400, { error: 'invalid_request' }), 'info'],
  ['less, and it says so', said(200, { ...readable({ scope: 'add' }), scope: 'add' }), 'pass'],
  ['less in silence', said(200, readable({ scope: 'add' })), 'fail'],
  ['all of it', said(200, { ...OPAQUE, scope: `add ${UNKNOWN}` }), 'warn'],
  ['all of it, in the token', said(200, { ...readable({ scope: UNKNOWN }), scope: 'add' }), 'warn'],
  ['an opaque token in silence', said(200, OPAQUE), 'warn'],
  ...NOTHING.map(([what, answer]) => [what, answer, 'inconclusive'] as const),
] as const)('judges %s', (_, answer, verdict) => {
  expect(rejectsUnknownScope.judge({ sent: 'A request', good: GOOD, answer }).verdict).toBe(verdict);
});
