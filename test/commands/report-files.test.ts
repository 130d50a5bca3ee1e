import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCli } from '../support/run-cli.ts';

let folder: string;
let server: Server;
let asked: number;
let endpoint: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'authcheck-reports-'));
  asked = 0;
  server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

const verifyInto = (file: string) =>
  runCli(['verify', endpoint, '--flow', 'none', '--report', `json=${file}`], {
    cwd: folder,
    env: { HOME: '/nonexistent' },
  });

describe('--report into a place that cannot be written', () => {
  it.each([
    ['a missing folder', 'missing/report.json'],
    ['a folder', 'there'],
  ])('%s ends with 2 before anything is sent', async (_name, file) => {
    await mkdir(path.join(folder, 'there'));
    const { code, stdout, stderr } = await verifyInto(file);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toContain(path.join(folder, file));
    expect(asked).toBe(0);
    expect(await readdir(folder)).toEqual(['there']);
  });

  it('leaves an earlier report alone when another one cannot be written', async () => {
    await writeFile(path.join(folder, 'old.json'), 'an earlier report');
    const args = ['verify', endpoint, '--flow', 'none', '--report', 'json=old.json', '--report', 'json=no/x'];
    expect((await runCli(args, { cwd: folder })).code).toBe(2);
    expect(await readFile(path.join(folder, 'old.json'), 'utf8')).toBe('an earlier report');
  });

  it('writes over an earlier report when all is well', async () => {
    await writeFile(path.join(folder, 'old.json'), 'an earlier report');
    await verifyInto('old.json');
    expect(JSON.parse(await readFile(path.join(folder, 'old.json'), 'utf8'))).toMatchObject({
      schemaVersion: 1,
    });
    expect(asked).toBeGreaterThan(0);
  });
});
