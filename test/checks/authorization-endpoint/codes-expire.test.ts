import { afterEach, describe, expect, test } from 'vitest';
import { codesExpire } from '../../../src/checks/authorization-endpoint/codes-expire.ts';
import { runChecks } from '../../../src/checks/index.ts';
import { type CheckWorld, startCheckWorld } from '../../mutants/check-world.ts';
import { mutants } from '../../mutants/index.ts';

describe('authorization-endpoint/codes-expire', () => {
  let world: CheckWorld | undefined;
  afterEach(() => world?.close());

  /** Waiting moves the clock of the authorization server. */
  const verdict = async (name?: string, waitExpiryMs = 600_000) => {
    const mutant = mutants.find((one) => one.name === name);
    world = await startCheckWorld(mutant, { clients: ['person'], allows: { waitExpiryMs } });
    let passed = 0;
    const { context } = world.world.issuer;
    const { now } = context;
    Object.assign(context, { now: () => now() + passed / 1000 });
    const wait = async (milliseconds: number) => {
      passed += milliseconds;
    };
    const [result] = await runChecks([codesExpire], { ...world.context, wait });
    return result;
  };

  test('holds where codes live for a minute', async () => {
    expect(await verdict()).toMatchObject({ verdict: 'pass' });
  });

  test('notices codes that live for an hour', async () => {
    expect(await verdict('codes-live-for-an-hour')).toMatchObject({
      verdict: 'warn',
      fix: expect.any(String),
    });
  });

  test('is skipped where nobody may wait for ten minutes', async () => {
    expect(await verdict(undefined, 599_000)).toMatchObject({
      verdict: 'skip',
      message: expect.stringContaining('--wait-expiry'),
    });
  });
});
