import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ended, runCli, start } from '../support/run-cli.ts';

let folder: string;
let silent: Server;
let connected: Promise<void>;
let endpoint: string;

/** Takes connections and never answers. */
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'authcheck-prepare-'));
  silent = createServer();
  connected = new Promise((resolve) => {
    silent.on('connection', (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => resolve());
    });
  });
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/mcp`;
});
afterEach(async () => {
  await new Promise((resolve) => silent.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

describe('before anything is sent', () => {
  it('NODE_TLS_REJECT_UNAUTHORIZED=0 is refused', async () => {
    const { code, stdout, stderr } = await runCli(['verify', endpoint, '--flow', 'none'], {
      env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' },
      cwd: folder,
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('NODE_TLS_REJECT_UNAUTHORIZED=0');
    expect(stderr).toContain('--ca');
  });

  it.each([
    ['garbage', 'no certificate', /holds no PEM certificate/],
    [
      'a certificate of garbage',
      '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
      /Certificate 1 of 1 .* cannot be read/,
    ],
  ])('--ca with %s is an error, not a CA that is missing later', async (_name, text, says) => {
    const file = path.join(folder, 'ca.pem');
    await writeFile(file, text);
    const { code, stderr } = await runCli(['verify', endpoint, '--flow', 'none', '--ca', file], {
      cwd: folder,
    });
    expect(code).toBe(2);
    expect(stderr).toMatch(says);
  });
});

describe('Ctrl-C while a server does not answer', () => {
  it.each([
    ['verify', 'SIGINT', 130],
    ['discover', 'SIGTERM', 143],
    ['tools', 'SIGINT', 130],
  ] as const)('ends %s at once on %s', async (command, signal, exit) => {
    const args = [command, endpoint, ...(command === 'discover' ? [] : ['--flow', 'none'])];
    const child = start(args, { cwd: folder });
    // Far below the time that the exchange itself may take.
    const end = ended(child, args, 8000);
    await connected;
    child.kill(signal);
    const { code, stdout, stderr } = await end;
    expect(code).toBe(exit);
    expect(stdout + stderr).not.toMatch(/internal|^\s+at /m);
  });
});
