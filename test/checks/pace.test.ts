import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createPace } from '../../src/checks/pace.ts';

describe('the pace of checks', () => {
  test('lets four requests be under way at once', async () => {
    const pace = createPace('http://127.0.0.1:1/mcp');
    let running = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      running += 1;
      most = Math.max(most, running);
      await delay(5);
      running -= 1;
    };
    await Promise.all(Array.from({ length: 20 }, () => pace.turn(work)));
    expect(most).toBe(4);
  });

  test('keeps requests apart at a server that is not on this machine', async () => {
    const pace = createPace('https://mcp.example.com/mcp');
    const begun: number[] = [];
    const note = async (): Promise<void> => {
      begun.push(performance.now());
    };
    await Promise.all(Array.from({ length: 4 }, () => pace.turn(note)));
    const gaps = begun.slice(1).map((time, index) => time - (begun[index] ?? 0));
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(40);
  });

  test('holds everybody while the server is busy', async () => {
    const pace = createPace('http://localhost:1/mcp');
    pace.hold(60);
    const before = performance.now();
    await pace.turn(async () => undefined);
    expect(performance.now() - before).toBeGreaterThanOrEqual(50);
  });

  test('lets who has more steps behind go first, and else who came first', async () => {
    const pace = createPace('http://localhost:1/mcp');
    const begun: string[] = [];
    const note = (name: string) => async (): Promise<void> => {
      begun.push(name);
    };
    const busy = Array.from({ length: 4 }, () => pace.turn(() => delay(10)));
    const waiting = [
      pace.turn(note('new')),
      pace.turn(note('on its way'), 2),
      pace.turn(note('newer')),
      pace.turn(note('nearly done'), 7),
      pace.turn(note('on its way, too'), 2),
    ];
    await Promise.all([...busy, ...waiting]);
    expect(begun).toEqual(['nearly done', 'on its way', 'on its way, too', 'new', 'newer']);
  });

  test('gives a place back when the work failed', async () => {
    const pace = createPace('http://localhost:1/mcp');
    const failing = Array.from({ length: 6 }, () => pace.turn(() => Promise.reject(new Error('no'))));
    expect((await Promise.allSettled(failing)).every(({ status }) => status === 'rejected')).toBe(true);
    expect(await pace.turn(async () => 'in')).toBe('in');
  });
});
