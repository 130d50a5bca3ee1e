import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuthcheckError } from '../../src/errors.ts';
import { jwt, part } from '../token/tokens.ts';
import { decoded } from './decode-io.ts';

const header = { alg: 'RS256', typ: 'JWT', kid: 'key-1' };
const TOKEN = jwt(header, { aud: 'api', exp: 4_000_000_000 });

const refusal = async (
  ...args: Parameters<typeof decoded>
): Promise<AuthcheckError & { readonly out: string }> => {
  try {
    await decoded(...args);
  } catch (error) {
    return error as AuthcheckError & { readonly out: string };
  }
  throw new Error('it was taken');
};

describe('decode', () => {
  it('names every repair, and never shows the signature', async () => {
    const { code, out } = await decoded(JSON.stringify({ access_token: TOKEN, refresh_token: 'r' }));
    expect(code).toBe(0);
    expect(out).toContain('its "access_token" was taken');
    expect(out).not.toContain('c2lnbmF0dXJl');
  });

  it('says where a token was cut off, shows what is left of it, and is a mistake of whoever gave it', async () => {
    const error = await refusal(`${part(header)}.${part({ aud: 'api', exp: 4_000_000_000 })}`);
    expect(error.toJSON()).toMatchObject({ code: 'usage.token_cut_off', exit: 2 });
    expect(error.message).toContain('the signature is missing');
    expect(error.out).toContain('audience   api');
  });

  it('says what an opaque word looks like', async () => {
    const { code, out } = await decoded(`abc8Q~${'d'.repeat(34)}`);
    expect(code).toBe(0);
    expect(out).toContain('client secret of Entra ID');
    expect(out).not.toContain('abc8Q~');
  });

  it.each([
    ['nothing', '', 'usage.empty_token'],
    [
      'a private key',
      '-----BEGIN PRIVATE KEY-----\nMIIEvQ-very-secret\n-----END PRIVATE KEY-----',
      'usage.private_key',
    ],
    ['a page', '<html>very-secret</html>', 'usage.not_a_token'],
    ['two tokens', `${TOKEN} ${TOKEN}`, 'usage.several_tokens'],
  ])('refuses %s without repeating it', async (_, stdin, code) => {
    const error = await refusal(stdin);
    expect(error.toJSON()).toMatchObject({ code, exit: 2 });
    expect(error.hint).toBeDefined();
    expect(JSON.stringify(error.toJSON())).not.toMatch(/very-secret|eyJhbGciOiJSUzI1Ni/);
  });

  it.each([
    ['a token', TOKEN, 'usage.token_in_arguments'],
    ['what may be a secret', 'abc8Q~dddddddddddddddddddddddddddddddddd', 'usage.file_unreadable'],
  ])('never repeats %s that was given as the name of a file', async (_, argument, code) => {
    const error = await refusal('', {}, argument);
    expect(error.toJSON().code).toBe(code);
    expect(JSON.stringify(error.toJSON())).not.toContain(argument.slice(0, 12));
  });
});

describe('decode of a file', () => {
  let folder = '';

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'authcheck-decode-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const written = async (name: string, contents: Buffer | string): Promise<string> => {
    await writeFile(path.join(folder, name), contents);
    return path.join(folder, name);
  };

  it('reads the UTF-16 that PowerShell writes', async () => {
    const file = await written('wide.txt', Buffer.from(`\uFEFF${TOKEN}\r\n`, 'utf16le'));
    expect((await decoded('', {}, file)).out).toContain('UTF-16');
  });

  it.each([
    ['a certificate (DER)', Buffer.from([0x30, 0x82, 0x01, 0x0a, 0x00, 0xff]), 'usage.not_a_token', 'binary'],
    ['two mebibytes', 'x'.repeat(2 << 20), 'usage.token_too_long', '2097152 bytes'],
  ])('refuses %s', async (_, contents, code, words) => {
    const error = await refusal('', {}, await written('other.bin', contents));
    expect(error.toJSON().code).toBe(code);
    expect(error.message).toContain(words);
  });
});
