import { describe, expect, test } from 'vitest';
import type { CheckContext } from '../../src/checks/check.ts';
import { inSession, withSession } from '../../src/checks/own-session.ts';
import { NetworkError } from '../../src/errors.ts';
import { createVault } from '../../src/http/index.ts';
import type { ProbeAnswer, ProbeRequest } from '../../src/types.ts';
import { answerOf, result } from './answers.ts';

const ID = '2f1d6c6e-8c0f-4a4e-9f43-d2d1d7a8a111';
const opened = answerOf({
  ...result,
  sessionId: ID,
  rpc: { result: { protocolVersion: '2025-06-18', capabilities: {} } },
});

function world(first: ProbeAnswer, ending: () => ProbeAnswer = () => answerOf({ status: 405 })) {
  const asked: ProbeRequest[] = [];
  const vault = createVault();
  const flow = { tokens: { tokenType: 'Bearer', accessToken: vault.keep('the-access-token') } };
  const context = {
    era: 'legacy',
    flow,
    http: { vault },
    probe: async (request: ProbeRequest) => {
      asked.push(request);
      if (request.method === 'DELETE') return ending();
      return asked.length === 1 ? first : answerOf({ status: 202, kind: 'accepted' });
    },
  } as unknown as CheckContext;
  return { context, asked, vault };
}

describe('a session of our own', () => {
  test('is opened, told that it is, worked in and ended', async () => {
    const { context, asked } = world(opened);
    const done = await withSession(context, async (session) => ({ session, before: asked.length }));
    expect(done).toEqual({ session: { id: ID, revision: '2025-06-18' }, before: 2 });
    const seen = asked.map(({ method = 'POST', rpc, sessionId }) => [method, rpc?.method, sessionId]);
    expect(seen).toEqual([
      ['POST', undefined, undefined],
      ['POST', 'notifications/initialized', ID],
      ['DELETE', undefined, ID],
    ]);
    expect(asked.every(({ authorization = [] }) => authorization.length === 1)).toBe(true);
  });

  test('speaks the revision that was agreed on', async () => {
    const { context } = world(opened);
    const sent = await withSession(context, async (session) => inSession(session));
    expect(sent).toEqual({ era: 'legacy', sessionId: ID, headers: [['MCP-Protocol-Version', '2025-06-18']] });
  });

  test('keeps its id out of reports', async () => {
    const { context, vault } = world(opened);
    await withSession(context, async () => undefined);
    expect(vault.redact(`session ${ID}`)).not.toContain(ID);
  });

  test('is ended when the work fails, and the failure stays', async () => {
    const { context, asked } = world(opened);
    const failing = withSession(context, async () => {
      throw new NetworkError('tcp.reset', 'The connection broke.');
    });
    await expect(failing).rejects.toThrow('The connection broke.');
    expect(asked.at(-1)).toMatchObject({ method: 'DELETE', phase: 'cleanup' });
  });

  test('is no failure when it cannot be ended', async () => {
    const { context } = world(opened, () => {
      throw new NetworkError('tcp.reset', 'The connection broke.');
    });
    await expect(withSession(context, async () => 'done')).resolves.toBe('done');
  });

  test('is not there on a server without session ids', async () => {
    const { context, asked } = world(result);
    await expect(withSession(context, async () => 'done')).resolves.toBeUndefined();
    expect(asked).toHaveLength(1);
  });

  test('is not opened for a token that is refused', async () => {
    const { context } = world(answerOf());
    await expect(withSession(context, async () => 'done')).rejects.toThrow('opened no session');
  });

  test('takes nothing for a revision that is none', async () => {
    const { context } = world(answerOf({ ...opened, rpc: { result: { protocolVersion: 'x\r\ny: z' } } }));
    await expect(withSession(context, async ({ revision }) => revision)).resolves.toBe('2025-11-25');
  });
});
