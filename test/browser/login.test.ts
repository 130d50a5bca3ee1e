import type { ChildProcess } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM_ARGUMENTS, chromiumPath, mayLeaveOut } from '../support/chromium.ts';
import { ended, runCli, start } from '../support/run-cli.ts';
import { type Serving, serving } from '../support/serving.ts';

const executablePath = chromiumPath();
const leaveOut = executablePath === undefined && mayLeaveOut;
if (leaveOut)
  console.warn('SKIPPED: signing in in a real browser, because there is no Chromium on this machine.');

describe.skipIf(leaveOut)('login in a real browser', () => {
  let world: Serving;
  let browser: Browser;
  let home: string;

  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'authcheck-login-'));
    world = await serving();
    browser = await chromium.launch({
      executablePath: executablePath ?? 'chromium',
      args: CHROMIUM_ARGUMENTS,
    });
  });

  afterAll(async () => {
    await browser?.close();
    await world?.stop();
    await rm(home, { recursive: true, force: true });
  });

  it('signs in, consents, keeps the refresh token, and later runs need nobody', async () => {
    const { opener, opened } = await urlRecorder(home);
    const args = ['login', ...world.personFlags, '--browser', opener, '--format', 'json'];
    const options = { env: { XDG_STATE_HOME: home }, cwd: home };
    const child = start(args, options);
    const end = ended(child, args, 25_000);
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.goto(await opened());
    await page.getByLabel('Email').fill(world.user.username);
    await page.getByLabel('Password').fill(world.user.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Accept' }).click();
    await expect.poll(() => page.textContent('body')).toMatch(/signed in/i);
    await context.close();

    const { code, stdout, stderr } = await end;
    expect(stderr).toContain('kept');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      aud: [world.audience],
      scp: ['calculator.add', 'calculator.subtract'],
      appOnly: false,
    });
    const kept = await runCli(['call', ...place(world, 'add', 'a=1', 'b=2')], {
      ...options,
      env: { ...options.env, CI: 'true' },
    });
    expect(kept).toMatchObject({ code: 0, stdout: '3\n' });

    const gate = ['verify', ...world.personFlags, '--flow', 'refresh_token', '--checks', 'none'];
    const verified = await runCli(gate, { ...options, env: { ...options.env, CI: 'true' } });
    expect(verified).toMatchObject({ code: 0 });

    const forgotten = await runCli(['logout', ...world.personFlags], options);
    expect(forgotten.code).toBe(0);
    const refused = await runCli(['call', ...place(world, 'add', 'a=1', 'b=2')], {
      ...options,
      env: { ...options.env, CI: 'true' },
    });
    expect(refused.code).toBe(8);
  });

  it('signs in on another device by typing the code', async () => {
    const args = ['login', ...world.personFlags, '--device', '--no-browser', '--format', 'json'];
    const child = start(args, { env: { XDG_STATE_HOME: path.join(home, 'device') }, cwd: home });
    const end = ended(child, args, 40_000);
    const told = await deviceInstructions(child);
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.goto(told.url);
    await page.getByLabel('Code').fill(told.code);
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByLabel('Email').fill(world.user.username);
    await page.getByLabel('Password').fill(world.user.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    const accept = page.getByRole('button', { name: /^(Accept|Continue)$/ });
    if (await accept.isVisible()) await accept.click();
    const { code, stdout, stderr } = await end;
    await context.close();
    expect(stderr).toContain('kept');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ scp: ['calculator.add', 'calculator.subtract'] });
  }, 60_000);

  it('a person who declines is told so, and nothing is kept', async () => {
    const { opener, opened } = await urlRecorder(home);
    const grace = { ...world.user };
    const args = [
      'login',
      ...world.personFlags,
      '--browser',
      opener,
      '--format',
      'json',
      '--scope',
      `api://${world.audience}/calculator.add`,
    ];
    const child = start(args, { env: { XDG_STATE_HOME: path.join(home, 'other') }, cwd: home });
    const end = ended(child, args, 25_000);
    const context = await browser.newContext({ ignoreHTTPSErrors: true });
    const page = await context.newPage();
    await page.goto(`${await opened()}&prompt=consent`);
    await page.getByLabel('Email').fill(grace.username);
    await page.getByLabel('Password').fill(grace.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await context.close();
    const { code, stderr } = await end;
    expect(code).toBe(3);
    expect(JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
      code: 'oauth.access_denied',
    });
    await expect(stat(path.join(home, 'other', 'mcp-authcheck'))).rejects.toThrow();
  });
});

/** A program for `--browser` that writes down the one argument it gets. */
async function urlRecorder(
  folder: string,
): Promise<{ readonly opener: string; readonly opened: () => Promise<string> }> {
  const place = await mkdtemp(path.join(folder, 'opener-'));
  const opener = path.join(place, 'open.cjs');
  const file = path.join(place, 'url');
  await writeFile(
    opener,
    `#!${process.execPath}\nrequire('node:fs').writeFileSync(${JSON.stringify(file)}, process.argv[2]);\n`,
  );
  await chmod(opener, 0o755);
  return {
    opener,
    opened: async () => {
      await expect.poll(() => readFile(file, 'utf8').catch(() => ''), { timeout: 15_000 }).not.toBe('');
      return readFile(file, 'utf8');
    },
  };
}

/** Where to go and what to type, as the terminal says it. */
function deviceInstructions(child: ChildProcess): Promise<{ readonly url: string; readonly code: string }> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.once('close', () => reject(new Error(`no instructions: ${text}`)));
    child.stderr?.on('data', (chunk: string) => {
      text += chunk;
      const [, url, code] = /(https:\S+)[\s\S]*\bcode\s+([A-Z0-9]{6,})/.exec(text) ?? [];
      if (url !== undefined && code !== undefined) resolve({ url, code });
    });
  });
}

function place(world: Serving, ...words: readonly string[]): readonly string[] {
  const [url = '', ...flags] = world.personFlags;
  return [url, ...words, ...flags];
}
