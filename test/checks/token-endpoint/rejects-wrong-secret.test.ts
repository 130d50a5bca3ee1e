import { expect, it } from 'vitest';
import { rejectsWrongSecret } from '../../../src/checks/token-endpoint/rejects-wrong-secret.ts';
import type { FlowEvidence, ServerProbe } from '../../../src/types.ts';
import { startCheckWorld } from '../../mutants/check-world.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { NOTHING, OPAQUE, said } from './said.ts';

describeByMutants(rejectsWrongSecret, {
  'takes-any-secret': 'fail',
  'wrong-secret-is-invalid-grant': 'warn',
});

const inHeader = { request: { method: 'POST', url: '', headers: [['Authorization', 'Basic …']] } } as const;

it.each([
  ['401 invalid_client', said(401, { error: 'invalid_client' }), 'pass'],
  ['400 invalid_client', said(400, { error: 'invalid_client' }), 'pass'],
  ['400 to a secret in a header', said(400, { error: 'invalid_client' }, inHeader), 'warn'],
  ['another error', said(401, { error: 'unauthorized_client' }), 'warn'],
  ['a token', said(200, OPAQUE), 'fail'],
  ['nothing, because it was sent before', undefined, 'skip'],
  ...NOTHING.map(([what, answer]) => [what, answer, 'inconclusive'] as const),
] as const)('judges %s', (_, answer, verdict) => {
  expect(rejectsWrongSecret.judge({ answer }).verdict).toBe(verdict);
});

it('sends one wrong secret of a client in a run, however many targets it has', async () => {
  const world = await startCheckWorld(undefined, { clients: ['machine'] });
  try {
    const sent: string[] = [];
    const { serverProbe, ...context } = world.context;
    const watched = (flow: FlowEvidence): ServerProbe => {
      const probe = serverProbe?.(flow);
      if (probe === undefined) throw new Error('there is no probe');
      return {
        ...probe,
        token: (request) => {
          sent.push(request.authentication ?? 'own');
          return probe.token(request);
        },
      };
    };
    const run = () => rejectsWrongSecret.observe({ ...context, serverProbe: watched });
    const [first, second] = [await run(), await run()];
    expect(rejectsWrongSecret.judge(first).verdict).toBe('pass');
    expect(rejectsWrongSecret.judge(second).verdict).toBe('skip');
    expect(sent).toEqual(['wrong_secret']);
  } finally {
    await world.close();
  }
});
