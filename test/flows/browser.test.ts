import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBrowser } from '../../src/flows/browser.ts';
import { failureOf } from './world.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'browser-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** A browser that writes down its arguments and environment. */
async function fakeBrowser(name: string): Promise<{ file: string; seen: () => Promise<Seen> }> {
  const file = join(folder, name);
  const out = join(folder, 'seen.json');
  const script = `#!${process.execPath}
const { renameSync, writeFileSync } = require('node:fs');
writeFileSync('${out}.part', JSON.stringify({ argv: process.argv.slice(2), env: process.env }));
renameSync('${out}.part', '${out}');
`;
  await writeFile(file, script);
  await chmod(file, 0o755);
  const seen = () =>
    vi.waitFor(async () => JSON.parse(await readFile(out, 'utf8')) as Seen, {
      timeout: 10_000,
      interval: 20,
    });
  return { file, seen };
}

interface Seen {
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const URL_WITH_SHELL = 'https://login.example.com/authorize?a=1&b=$(touch%20x);c=%22d%22&scope=x+y';

describe('opening the browser', () => {
  it('gives the program the URL as its one argument, untouched by a shell', async () => {
    const { file, seen } = await fakeBrowser('my browser');
    const opened = await openBrowser(URL_WITH_SHELL, { command: file, platform: 'linux', environment: {} });
    expect(opened).toBe(true);
    expect((await seen()).argv).toEqual([URL_WITH_SHELL]);
  });

  it('keeps our secrets out of its environment', async () => {
    const { file, seen } = await fakeBrowser('browser');
    const environment = {
      PATH: process.env.PATH,
      DISPLAY: ':0',
      CLIENT_SECRET: 'one',
      AZURE_CLIENT_SECRET: 'two',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'three',
      MY_TOKEN: 'four',
      NODE_OPTIONS: '--no-warnings',
    };
    await openBrowser('https://login.example.com/', { command: file, platform: 'linux', environment });
    const { env } = await seen();
    expect(Object.keys(env).filter((name) => name in environment)).toEqual(['PATH', 'DISPLAY']);
  });

  it('finds the system’s opener on the path', async () => {
    const { seen } = await fakeBrowser('xdg-open');
    const environment = { PATH: folder };
    expect(await openBrowser('http://127.0.0.1:8080/start', { platform: 'linux', environment })).toBe(true);
    expect((await seen()).argv).toEqual(['http://127.0.0.1:8080/start']);
  });

  it('uses no command interpreter on Windows', async () => {
    const { seen } = await fakeBrowser('rundll32');
    await openBrowser(URL_WITH_SHELL, { platform: 'win32', environment: { PATH: folder } });
    expect((await seen()).argv).toEqual(['url.dll,FileProtocolHandler', URL_WITH_SHELL]);
  });

  it.each(['xdg-open', join('/nowhere', 'browser')])('is false when there is no %s', async (command) => {
    const options = { command, platform: 'linux', environment: { PATH: folder } } as const;
    expect(await openBrowser('https://login.example.com/', options)).toBe(false);
  });

  it.each([
    'javascript:alert(1)',
    'file:///etc/passwd',
    'data:text/html,x',
    'vscode://x',
    'ms-msdt:/id',
    'http://login.example.com/',
    'http://10.0.0.1/',
    'https://user:password@login.example.com/',
    'https://login.example.com/\u0007',
    'https://login.example.com/\nx',
    'https://login.example.com/ --flag',
    'https://login.example.com/"; calc.exe; "',
    "https://login.example.com/'x'",
    'https://login.example.com/`id`',
    'https://login.example.com/|calc.exe',
    'https://login.example.com/<x>',
    'https://login.example.com/^&calc',
    'https:\\\\login.example.com\\x',
    'https://login.example.com/\u202egpj.exe',
    'https://login.example.com/\u200b',
    'a:$(calc.exe)?x=1',
    '//login.example.com/',
    'http://a.localhost/',
    'http://[::ffff:127.0.0.1]/',
    'https://',
    '--version',
    '',
    `https://login.example.com/?${'x'.repeat(9000)}`,
  ])('refuses %j', async (url) => {
    const { file } = await fakeBrowser('browser');
    const error = await failureOf(openBrowser(url, { command: file, platform: 'linux', environment: {} }));
    expect(error).toMatchObject({ code: 'usage.url', exit: 2 });
    await expect(readFile(join(folder, 'seen.json'))).rejects.toThrow();
  });
});
