import { describe, expect, test } from 'vitest';
import { isNearby } from '../../../src/checks/browser/vicinity.ts';
import { judgeVisits } from '../../../src/checks/browser/visit.ts';
import type { ProbeAnswer, Verdict } from '../../../src/types.ts';
import { answerOf, result, rpcError } from '../answers.ts';

interface Row {
  readonly name: string;
  readonly answer: ProbeAnswer;
  /** On this machine or in a private network, and at a public server. */
  readonly verdicts: readonly [nearby: Verdict, farAway: Verdict];
  readonly spoken?: boolean | null;
  readonly revision?: string;
}

const ROWS: readonly Row[] = [
  { name: '403', answer: answerOf({ status: 403 }), verdicts: ['pass', 'pass'] },
  { name: 'a result', answer: result, verdicts: ['fail', 'warn'] },
  {
    name: '"method not found", from a server without tools',
    answer: rpcError(404, -32601),
    verdicts: ['fail', 'warn'],
  },
  { name: '400', answer: answerOf({ status: 400 }), verdicts: ['fail', 'warn'] },
  {
    name: '400 from a server of a revision that names no status',
    answer: answerOf({ status: 400 }),
    revision: '2025-06-18',
    verdicts: ['pass', 'pass'],
  },
  { name: '500', answer: answerOf({ status: 500 }), verdicts: ['fail', 'warn'] },
  {
    name: '200 with an error inside',
    answer: rpcError(200, -32000),
    verdicts: ['fail', 'warn'],
  },
  {
    name: '401, which is about the token',
    answer: answerOf({ status: 401 }),
    verdicts: ['inconclusive', 'inconclusive'],
  },
  {
    name: 'an error of another era',
    answer: rpcError(400, -32022),
    spoken: null,
    verdicts: ['info', 'info'],
  },
  {
    name: 'an error of another era from a server that speaks it',
    answer: rpcError(400, -32020),
    verdicts: ['inconclusive', 'inconclusive'],
  },
];

describe('a page that must be kept out', () => {
  test.each(ROWS)('$name', ({ answer, verdicts, spoken = true, revision = '2026-07-28' }) => {
    const judged = [true, false].map((nearby) =>
      judgeVisits({ attempts: [{ sent: 'A page', answer }], spoken, nearby, revision }),
    );
    expect(judged.map(({ verdict }) => verdict)).toEqual(verdicts);
  });

  test('the worst of several decides, and one that was let in is worse than a wrong refusal', () => {
    const attempts = [
      answerOf({ status: 403 }),
      answerOf({ status: 400, exchange: 2 }),
      { ...result, exchange: 3 },
    ];
    const judged = judgeVisits({
      attempts: attempts.map((answer) => ({ sent: 'A page', answer })),
      spoken: true,
      nearby: true,
      revision: '2026-07-28',
    });
    expect(judged).toMatchObject({ verdict: 'fail', accepted: true, shown: 3, exchanges: [1, 2, 3] });
  });
});

test.each([
  ['http://localhost:3000/mcp', true],
  ['http://127.0.0.1/mcp', true],
  ['http://[::1]:3000/mcp', true],
  ['https://192.168.1.7/mcp', true],
  ['https://10.1.2.3/mcp', true],
  ['https://172.20.0.1/mcp', true],
  ['https://100.100.1.1/mcp', true],
  ['https://[fd00::2]/mcp', true],
  ['https://intranet/mcp', true],
  ['https://mcp.corp.internal/mcp', true],
  ['https://printer.local/mcp', true],
  ['https://172.32.0.1/mcp', false],
  ['https://8.8.8.8/mcp', false],
  ['https://[2001:db8::1]/mcp', false],
  ['https://mcp.example.com/mcp', false],
  ['https://local.example.com/mcp', false],
])('%s is near by: %s', (url, nearby) => {
  expect(isNearby(url)).toBe(nearby);
});
