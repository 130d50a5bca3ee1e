import { afterEach, describe, expect, test } from 'vitest';
import { runChecks } from '../../src/checks/index.ts';
import { NO_SESSIONS } from '../../src/checks/no-sessions.ts';
import { belongsToItsPrincipal } from '../../src/checks/session/belongs-to-its-principal.ts';
import { endsWhenDeleted } from '../../src/checks/session/ends-when-deleted.ts';
import { sessionChecks } from '../../src/checks/session/index.ts';
import { type CheckWorld, startCheckWorld } from '../mutants/check-world.ts';
import type { Mutant } from '../mutants/mutant.ts';
import { answerOf, result, rpcError } from './answers.ts';

/** As correct as the reference: sessions are optional (2025-11-25). */
const stateless: Mutant = {
  name: 'stateless',
  about: 'Every request is served on its own.',
  resource: (parts) => ({
    ...parts,
    needsSession: () => false,
    answer: (_request, { headers: { 'mcp-session-id': _id, ...headers }, ...answer }) => ({
      ...answer,
      headers,
    }),
  }),
  killedBy: [],
};

describe('a server without sessions', () => {
  let world: CheckWorld | undefined;
  afterEach(() => world?.close());

  test('skips every check about sessions, and says why', async () => {
    world = await startCheckWorld(stateless);
    const all = await runChecks(
      sessionChecks.filter(({ only }) => only === 'legacy'),
      world.context,
    );
    expect(all).toHaveLength(6);
    expect(new Set(all.map(({ verdict, message }) => `${verdict}: ${message}`))).toEqual(
      new Set([`skip: ${NO_SESSIONS}`]),
    );
  });

  test('is not asked again when it talked without one before', async () => {
    world = await startCheckWorld(stateless, { converse: true });
    const before = world.context.http.exchanges.length;
    const context = { ...world.context, era: 'legacy' as const };
    expect(endsWhenDeleted.unmet?.(context)).toBe(NO_SESSIONS);
    expect(world.context.http.exchanges).toHaveLength(before);
  });
});

describe('judges of sessions', () => {
  const deleted = answerOf({ status: 204, kind: 'accepted' });

  test.each([
    ['404', deleted, answerOf({ status: 404 }), 'pass'],
    ['another refusal', deleted, rpcError(400, -32000), 'fail'],
    ['a result', deleted, result, 'fail'],
    ['405 to DELETE', answerOf({ status: 405 }), null, 'skip'],
  ] as const)('an ended session: %s', (_name, answer, after, verdict) => {
    expect(endsWhenDeleted.judge({ deleted: answer, after }).verdict).toBe(verdict);
  });

  test.each([
    ['refused by 403', answerOf({ status: 403 }), true, 'pass'],
    ['refused by a token that is good nowhere', answerOf(), false, 'inconclusive'],
    ['a JSON-RPC error is no way in', rpcError(200, -32001), true, 'pass'],
    ['a result', result, true, 'warn'],
  ] as const)('a stranger in a session: %s', (_name, answer, isTaken, verdict) => {
    const attempts = [{ sent: 'tools/list', answer }];
    const observed = { attempts, isTaken, overheard: null, afterwards: null };
    expect(belongsToItsPrincipal.judge(observed).verdict).toBe(verdict);
  });
});
