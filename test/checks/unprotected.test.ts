import { describe, expect, test } from 'vitest';
import type { CheckContext } from '../../src/checks/check.ts';
import { judgeUnprotected, unprotectedCheck } from '../../src/checks/unprotected.ts';
import { createVault } from '../../src/http/index.ts';
import type { Era, ProbeAnswer, ProbeRequest } from '../../src/types.ts';
import { answerOf, result, rpcError } from './answers.ts';

const judge = (answer: ProbeAnswer, alsoRight: readonly number[] = [], spoken: boolean | null = true) =>
  judgeUnprotected({ attempts: [{ sent: 'a ping', answer }], spoken }, alsoRight);

describe('what comes without a token', () => {
  test.each([
    ['401 is right', answerOf(), [], 'pass', false],
    ['401 is right whatever its body says', rpcError(401, -32601), [], 'pass', false],
    ['an unknown method was looked for', rpcError(404, -32601), [], 'fail', true],
    ['parameters were looked at', rpcError(200, -32602), [], 'fail', true],
    ['another JSON-RPC error is no acceptance', rpcError(200, -32000), [], 'fail', false],
    ['a refusal that is allowed stays one', rpcError(400, -32602), [400], 'pass', false],
    ['a result is acceptance', result, [400], 'fail', true],
  ] as const)('%s', (_, answer, alsoRight, verdict, accepted) => {
    expect(judge(answer, alsoRight)).toMatchObject({ verdict, accepted });
  });

  test('got to the dispatcher also in the shape of an era that is not spoken', () => {
    expect(judge(rpcError(404, -32601), [], false)).toMatchObject({ verdict: 'fail', certain: true });
  });
});

const check = unprotectedCheck({
  id: 'coverage/rejects-ping-without-token',
  title: 'rejects a ping',
  passes: 'It is refused.',
  fails: 'It is not.',
  fix: 'Check the token first.',
  methods: ['ping'],
  requests: () => [{ sent: 'a ping', request: { rpc: { method: 'ping' } } }],
});

/** A server of the handshake era that gives the answers in turn, and what it was asked. */
function served(answers: readonly ProbeAnswer[], changes: { era?: Era; hasToken?: boolean } = {}) {
  const { era = 'legacy', hasToken = true } = changes;
  const asked: ProbeRequest[] = [];
  const vault = createVault();
  const flow = { tokens: { tokenType: 'Bearer', accessToken: vault.keep('the-access-token') } };
  const context = {
    era,
    http: { vault },
    evidence: { eras: { legacy: true, modern: true }, target: { probes: { publicMethods: ['ping'] } } },
    probe: async (request: ProbeRequest) => {
      asked.push(request);
      return answers[asked.length - 1] ?? answerOf();
    },
    ...(hasToken ? { flow } : {}),
  } as unknown as CheckContext;
  return { context, asked };
}

describe('a server that asks for the session before the token', () => {
  const opened = answerOf({ ...result, sessionId: 'the-session', status: 200 });
  const initialized = answerOf({ status: 202, kind: 'accepted' });

  test('is asked again in a session of our own, still without a token', async () => {
    const { context, asked } = served([rpcError(400, -32000), opened, initialized, result]);
    const judged = check.judge(await check.observe(context));
    expect(judged).toMatchObject({ verdict: 'fail', accepted: true, certain: true });
    expect(asked[3]).toMatchObject({ sessionId: 'the-session', rpc: { method: 'ping' } });
    expect(asked[3]?.authorization).toBeUndefined();
    expect(asked.at(-1)).toMatchObject({ method: 'DELETE', phase: 'cleanup' });
  });

  test('holds when it then refuses', async () => {
    const { context } = served([rpcError(400, -32000), opened, initialized, answerOf()]);
    expect(check.judge(await check.observe(context))).toMatchObject({ verdict: 'pass' });
  });

  test.each([
    ['without a token of our own', { hasToken: false }],
    ['in the modern era, which has no sessions', { era: 'modern' }],
  ] as const)('is asked once %s', async (_, changes) => {
    const { context, asked } = served([rpcError(400, -32000)], changes);
    await check.observe(context);
    expect(asked).toHaveLength(1);
  });
});

test('a method that the operator calls public is not tried', () => {
  expect(check.unmet?.(served([]).context)).toContain('probes.publicMethods');
});
