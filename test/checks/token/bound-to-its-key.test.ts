import { afterEach, describe, expect, it } from 'vitest';
import { runChecks } from '../../../src/checks/index.ts';
import { boundToItsKey } from '../../../src/checks/token/bound-to-its-key.ts';
import { startWorld, type World } from '../world.ts';

describe('token/bound-to-its-key', () => {
  let world: World | undefined;
  afterEach(() => world?.close());

  it.each([
    ['passes where the token names the key that was proved', {}, 'pass'],
    ['notices a token that names another', { claims: { cnf: { jkt: 'of-another-key' } } }, 'fail'],
  ])('%s', async (_name, options, verdict) => {
    world = await startWorld({ bound: 'seen to', ...options });
    const [result] = await runChecks([boundToItsKey], world.context);
    expect(result?.verdict).toBe(verdict);
    expect(result?.fix !== undefined).toBe(verdict === 'fail');
  });

  it('a token that names no key is not bound, whatever the answer called it', () => {
    const { verdict, message } = boundToItsKey.judge({ named: undefined, proved: 'key', exchanges: [] });
    expect(verdict).toBe('fail');
    expect(message).toContain('cnf.jkt is missing');
  });

  it('is no question where no token is bound', async () => {
    world = await startWorld();
    expect(await runChecks([boundToItsKey], world.context)).toEqual([]);
  });
});
