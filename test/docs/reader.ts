import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../architecture/imports.ts';
import { CLI, type Ended, ended, firstLine } from '../support/run-cli.ts';
import { type Serving, serving } from '../support/serving.ts';

/** Somebody who types what the documentation says, with `mcp-authcheck serve` in another terminal. */
export interface Reader {
  readonly world: Serving;
  readonly folder: string;
  /** Variables as the README sets them, for the machine's client. */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs shell text in the reader's folder, with the addresses of the documentation led to the served ones. */
  readonly type: (text: string, more?: Readonly<Record<string, string>>) => Promise<Ended>;
  /** Starts what runs until it is interrupted; resolves with its first line and its exit code. */
  readonly interrupt: (text: string) => Promise<{ readonly line: string; readonly code: number | null }>;
  /** Ada signs in at this page, with a browser of her own. */
  readonly signIn: (url: string) => Promise<number | null>;
  readonly leave: () => Promise<void>;
}

/** Starts the world, and a folder with the programs that the documentation calls. Leave it with `leave`. */
export async function startReader(): Promise<Reader> {
  const world = await serving();
  const folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-reader-'));
  const bin = await programsIn(folder);
  const browser = path.join(bin, 'browser');
  await program(browser, await browserProgram(world));

  const environment = {
    PATH: `${bin}:${process.env.PATH ?? ''}`,
    HOME: folder,
    LANG: 'C.UTF-8',
    TENANT_ID: world.tenantId,
    OAUTH_AUDIENCE: world.audience,
    CLIENT_ID: world.clients.machine.clientId,
    CLIENT_SECRET: world.clients.machine.clientSecret,
    GATEWAY_KEY: world.gatewayKey,
    // What stands for Entra ID here.
    AZURE_AUTHORITY_HOST: world.authority,
    NODE_EXTRA_CA_CERTS: world.caFile,
  };
  const run = (text: string, more: Readonly<Record<string, string>> = {}) =>
    spawn('/bin/sh', ['-c', served(text, world, browser)], { cwd: folder, env: { ...environment, ...more } });
  return {
    world,
    folder,
    environment,
    type: (text, more) => {
      const child = run(text, more);
      child.stdin.end();
      return ended(child, [text], 60_000);
    },
    interrupt: async (text) => {
      const child = run(`exec ${text}`);
      const line = await firstLine(child);
      const exit = once(child, 'exit') as Promise<[number | null]>;
      child.kill('SIGINT');
      const [code] = await exit;
      return { line, code };
    },
    signIn: async (url) => (await ended(spawn(browser, [url]), [browser], 25_000)).code,
    leave: async () => {
      await world.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Addresses and ports of the documentation are nobody's. */
function served(text: string, world: Serving, browser: string): string {
  return text
    .replaceAll(/https:\/\/(?:calculator|mcp)\.example\.com\/mcp|(?<![A-Z_$])URL\b/g, world.mcpUrl)
    .replaceAll(/https:\/\/gateway\.example\.com\/mcp|GATEWAY_URL/g, world.gatewayUrl)
    .replaceAll('https://id.example.com/realms/main', world.issuer)
    .replaceAll('https://login.microsoftonline.com', world.authority)
    .replaceAll('--client-id ci', '--client-id "$CLIENT_ID"')
    .replaceAll('--port 3000', '')
    .replaceAll('mcp-authcheck login', `mcp-authcheck login --browser ${browser}`);
}

/** A program that gets a URL as its one argument and signs in there. */
async function browserProgram(world: Serving): Promise<string> {
  const ada = { userPrincipalName: world.user.username, password: world.user.password };
  const options = { ca: await readFile(world.caFile, 'utf8'), hosts: {} };
  const { outputFiles } = await build({
    stdin: {
      contents: `import { createScriptedUser } from './fixtures/entra/scripted-user.ts';
        const ada = ${JSON.stringify(ada)};
        const directory = { users: [ada], findUser: () => ada };
        const user = createScriptedUser(directory, ${JSON.stringify([world.authority])}, ${JSON.stringify(options)});
        user.signIn(process.argv[2]).catch(() => { process.exitCode = 1; });`,
      resolveDir: ROOT,
    },
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
  });
  return `#!${process.execPath}\n${outputFiles[0]?.text ?? ''}`;
}

/** A folder for PATH, in which `mcp-authcheck` is the built program and `npx` runs what it is given. */
export async function programsIn(folder: string): Promise<string> {
  const bin = path.join(folder, 'bin');
  await mkdir(bin);
  await program(path.join(bin, 'mcp-authcheck'), `#!/bin/sh\nexec "${process.execPath}" "${CLI}" "$@"\n`);
  await program(path.join(bin, 'npx'), '#!/bin/sh\nexec "$@"\n');
  return bin;
}

/** Writes a file that can be run. */
export async function program(file: string, text: string): Promise<void> {
  await writeFile(file, text);
  await chmod(file, 0o755);
}
