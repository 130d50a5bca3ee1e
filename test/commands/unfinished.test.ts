import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { tryMaking, whileUnfinished } from '../../src/commands/unfinished.ts';

describe('files that are only half written', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'unfinished-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('go with a process that ends in the middle, and stay when they are whole', async () => {
    const half = path.join(folder, 'half');
    const whole = path.join(folder, 'whole');
    await whileUnfinished(whole, async () => writeFileSync(whole, 'all of it'));
    await whileUnfinished(half, async () => {
      writeFileSync(half, 'a part');
      endOfProcess();
      expect(existsSync(half)).toBe(false);
    });
    expect(readdirSync(folder)).toEqual(['whole']);
  });

  it('are not left by trying whether there could be one', () => {
    tryMaking(path.join(folder, 'one'));
    expect(readdirSync(folder)).toEqual([]);
    expect(() => tryMaking(path.join(folder, 'no such folder', 'one'))).toThrow('ENOENT');
  });
});

/** What the module does when the process ends. */
function endOfProcess(): void {
  const listener = process.listeners('exit').find(({ name }) => name === 'removeAll');
  expect(listener).toBeDefined();
  listener?.call(process, 0);
}
