import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { createIssuerGates } from '../../../src/commands/fleet/issuer-gate.ts';

describe('the gate of an issuer', () => {
  it('lets so many through at once, first come, first served', async () => {
    const gate = createIssuerGates(2)('https://as.example.com');
    const begun: number[] = [];
    let now = 0;
    let most = 0;
    const work = (number: number) => async (): Promise<void> => {
      begun.push(number);
      now += 1;
      most = Math.max(most, now);
      await sleep(5);
      now -= 1;
    };
    await Promise.all([1, 2, 3, 4, 5].map((number) => gate.pass(work(number))));

    expect(begun).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  it('is one for each issuer', async () => {
    const gateOf = createIssuerGates(1);
    const never = new AbortController();
    const held = gateOf('one').pass(
      () => new Promise<void>((resolve) => never.signal.addEventListener('abort', () => resolve())),
    );

    expect(await gateOf('other').pass(async () => 'through')).toBe('through');
    never.abort();
    await held;
  });

  it('gives the place of who fails to the next', async () => {
    const gate = createIssuerGates(1)('one');
    const failing = gate.pass(() => Promise.reject(new Error('refused')));
    const next = gate.pass(async () => 'through');

    await expect(failing).rejects.toThrow('refused');
    expect(await next).toBe('through');
  });

  it('is left by who has no time to wait, with the reason, and the others keep their turn', async () => {
    const gate = createIssuerGates(1)('one');
    const controller = new AbortController();
    const inside = gate.pass(() => sleep(30));
    const leaving = gate.pass(async () => 'never', controller.signal);
    const behind = gate.pass(async () => 'through');
    controller.abort(new Error('out of time'));

    await expect(leaving).rejects.toThrow('out of time');
    await inside;
    expect(await behind).toBe('through');
  });

  it('is closed for as long as the server asks, also to who comes then, unless their time ends', async () => {
    const gate = createIssuerGates(4)('one');
    const controller = new AbortController();
    gate.hold(120);
    const began = performance.now();
    const leaving = gate.pass(async () => 'never', controller.signal);
    controller.abort(new Error('out of time'));

    await expect(leaving).rejects.toThrow('out of time');
    await gate.pass(async () => undefined);
    expect(performance.now() - began).toBeGreaterThan(100);
  });
});
