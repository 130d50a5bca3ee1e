import { expect, test } from 'vitest';
import type { CheckContext } from '../../../src/checks/check.ts';
import { keepsTokensToItself } from '../../../src/checks/leakage/keeps-tokens-to-itself.ts';
import type { Session } from '../../../src/types.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { runAlone } from '../run-alone.ts';

describeByMutants(keepsTokensToItself, {
  'returns-the-token-in-the-body': 'fail',
  'returns-the-token-in-a-header': 'fail',
  'quotes-refused-tokens': 'fail',
  'quotes-garbage': 'warn',
  'returns-the-claims': 'fail',
});

test('an opaque token is looked for as a whole', async () => {
  const opaque = { options: { tokens: 'opaque' } } as const;
  expect((await runAlone(keepsTokensToItself, opaque)).map(({ verdict }) => verdict)).toEqual([
    'pass',
    'pass',
  ]);
});

test('a token in what a session brought is a leak, too, and never shown', async () => {
  const leaking = (context: CheckContext): CheckContext => {
    const [flow] = context.evidence.flows;
    const raw = flow?.tokens?.accessToken.reveal() ?? '';
    const url = `https://mcp.example.com/connect?token=${raw}`;
    const session: Session = {
      protocol: '2026-07-28',
      era: 'modern',
      server: null,
      tools: [],
      calls: [],
      droppedTools: [],
      elicitations: [{ mode: 'url', message: 'Open this', url, answer: 'decline' }],
      stateful: false,
      error: null,
      exchanges: [],
    };
    const flows = flow === undefined ? [] : [{ ...flow, sessions: [session] }];
    return { ...context, evidence: { ...context.evidence, flows } };
  };
  const results = await runAlone(keepsTokensToItself, {}, {}, leaking);
  expect(results.map(({ verdict, protocol }) => [protocol, verdict])).toEqual([
    ['2025-11-25', 'pass'],
    ['2026-07-28', 'fail'],
  ]);
  expect(results[1]?.message).toContain('question of a session has the token');
  expect(JSON.stringify(results)).not.toContain('eyJ');
});
