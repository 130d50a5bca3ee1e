import { expect, test } from 'vitest';
import { typeIsBearer } from '../../../src/checks/token/type-is-bearer.ts';
import type { FlowEvidence } from '../../../src/types.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { contextOf } from '../discoveries.ts';

describeByMutants(
  typeIsBearer,
  { 'token-type-is-mac': 'fail', 'token-type-is-missing': 'fail' },
  { clients: ['machine'] },
);

test('a token that somebody brought along has no answer to look at', () => {
  const tokens = { tokenType: 'Bearer' } as FlowEvidence['tokens'];
  const flow = { request: { flow: 'bearer' }, tokens, sessions: [], error: null } as FlowEvidence;
  expect(typeIsBearer.unmet?.(contextOf({ flows: [flow] }))).toContain('No token answer came');
});
