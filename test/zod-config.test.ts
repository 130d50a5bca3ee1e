import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { config } from 'zod';

describe('the setting that keeps zod from compiling schemas', () => {
  it('is looked for where the program puts it', () => {
    const [, name = ''] =
      /globalThis, \{ (\w+): \{ jitless: true \} \}/.exec(readFileSync('src/cli.ts', 'utf8')) ?? [];
    expect(Reflect.get(globalThis, name)).toBe(config());
  });
});
