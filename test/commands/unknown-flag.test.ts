import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Io } from '../../src/commands/io.ts';
import { main } from '../../src/commands/main.ts';
import { createVault } from '../../src/http/vault.ts';

/** What the program says to a command line, nothing of which it knows to be secret. */
async function said(...argv: readonly string[]): Promise<{ readonly code: number; readonly text: string }> {
  let text = '';
  const say = (part: string): void => {
    text += part;
  };
  const io = {
    vault: createVault(),
    out: say,
    err: say,
    environment: {},
    width: 100,
  } as unknown as Io;
  return { code: await main(argv, io), text };
}

describe('a secret after a flag that does not exist', () => {
  it.each([
    ['verify', 'password'],
    ['login', 'client-secrets'],
    ['token', 'access-token'],
  ])('of %s --%s is not repeated', async (command, flag) => {
    const secret = randomUUID();
    for (const format of [[], ['--format', 'json']]) {
      const { code, text } = await said(command, 'https://a.example', `--${flag}=${secret}`, ...format);
      expect(code).toBe(2);
      expect(text).toContain(`--${flag}`);
      expect(text).not.toContain(secret);
    }
  });
});
