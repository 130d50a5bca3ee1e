import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { contosoNames } from '../../fixtures/entra/contoso.ts';
import { startWorld, type World } from '../../fixtures/world.ts';
import { certificateFiles } from '../support/credential-files.ts';
import { type Ended, runProgram } from './run-program.ts';

const BUILD = fileURLToPath(new URL('./program.mjs', import.meta.url));

/** A world, the program with its names, and a user's files as they are before a run. */
export interface Scene {
  readonly world: World;
  readonly root: string;
  /** Folder of the program. */
  readonly program: string;
  /** What must never be read in an output or in a file that is no store: made anew for this scene. */
  readonly secrets: readonly string[];
  /** A folder for one run: home, state with a kept login, configuration, key, blobs and a token. */
  readonly place: () => Promise<Place>;
  readonly close: () => Promise<void>;
}

export interface Place {
  readonly root: string;
  readonly work: string;
  readonly env: Readonly<Record<string, string>>;
  readonly remove: () => Promise<void>;
}

export async function openScene(): Promise<Scene> {
  const root = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-torture-'));
  const program = path.join(root, 'program');
  await promisify(execFile)(process.execPath, [BUILD, program]);
  const world = await startWorld();
  const person = await personWithBrowser(root, world);
  const template = path.join(root, 'template');
  const secrets = await prepare(template, program, world);
  let places = 0;
  return {
    world,
    root,
    program,
    secrets,
    place: async () => {
      places += 1;
      const folder = path.join(root, `run-${places}`);
      await cp(template, folder, { recursive: true });
      return {
        root: folder,
        work: path.join(folder, 'work'),
        env: envOf(folder),
        remove: () => gone(folder),
      };
    },
    close: async () => {
      await person();
      await world.close();
      await gone(root);
    },
  };
}

const gone = (folder: string): Promise<void> => rm(folder, { recursive: true, force: true });

function envOf(folder: string): Readonly<Record<string, string>> {
  return {
    PATH: process.env.PATH ?? '',
    LANG: 'C.UTF-8',
    HOME: path.join(folder, 'home'),
    XDG_STATE_HOME: path.join(folder, 'state'),
    // Compiling the program is not under test: one cache for all runs, filled by the first.
    XDG_CACHE_HOME: path.join(path.dirname(folder), 'cache'),
    TMPDIR: path.join(folder, 'tmp'),
  };
}

/** A browser that hands its URL to the scripted person. */
async function personWithBrowser(root: string, world: World): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost').searchParams.get('url') ?? '';
    world.signIn(url).then(
      () => response.end(),
      () => response.end(),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const script = `#!/bin/sh
exec ${process.execPath} -e 'fetch("http://127.0.0.1:${port}/?url=" + encodeURIComponent(process.argv[1])).catch(() => {})' "$1"
`;
  await writeFile(path.join(root, 'browser'), script);
  await chmod(path.join(root, 'browser'), 0o755);
  return async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close').catch(() => undefined);
  };
}

async function prepare(folder: string, program: string, world: World): Promise<readonly string[]> {
  const work = path.join(folder, 'work');
  for (const name of ['home', 'state', 'tmp', 'work/blobs']) {
    await mkdir(path.join(folder, name), { recursive: true, mode: 0o700 });
  }
  const machine = world.entra.directory.applicationNamed(contosoNames.machineClient);
  const key = await certificateFiles(work, 'client', machine);
  await writeFile(path.join(work, 'ca.pem'), world.entra.ca);
  await writeFile(path.join(work, 'mcp-authcheck.yaml'), configuration(world, 'refresh_token'));
  await writeFile(path.join(work, 'login.yaml'), configuration(world, 'authorization_code'));
  const run = async (args: readonly string[]): Promise<Ended> => {
    const ended = await runProgram(program, args, { cwd: work, env: envOf(folder), timeoutMs: 30_000 });
    if (ended.code !== 0) throw new Error(`${args.join(' ')}: ${ended.code}\n${ended.stderr}${ended.stdout}`);
    return ended;
  };
  const browser = path.join(path.dirname(folder), 'browser');
  await run(['login', 'person', '--config', 'login.yaml', '--ca', 'ca.pem', '--browser', browser]);
  const { stdout: token } = await run(['token', 'machine', '--ca', 'ca.pem']);
  await writeFile(path.join(work, 'token.txt'), token);
  for (const shard of ['1/2', '2/2']) {
    const blob = `blob=blobs/${shard.charAt(0)}.jsonl`;
    await run(['verify', '--ca', 'ca.pem', '--checks', 'none', '--shard', shard, '--report', blob]);
  }
  const store = path.join(folder, 'state', 'mcp-authcheck', 'refresh-tokens.json');
  const kept = JSON.parse(await readFile(store, 'utf8')) as { entries: { refreshToken: string }[] };
  const refreshTokens = kept.entries.map(({ refreshToken }) => refreshToken);
  return [key.secret, token.trim().split('.').at(-1) ?? '', ...refreshTokens];
}

/** A machine with a certificate, and a person who signs in or whose login is kept. */
function configuration({ healthy, calculator }: World, ofPerson: string): string {
  const target = (name: string, flow: string): string => `  ${name}:
    url: ${calculator.url}
    provider: entra
    tenant: ${healthy.tenantId}
    authority: ${healthy.authority}
    audience: ${healthy.audience}
    flows:
      - flow: ${flow}
`;
  return `targets:
${target('machine', 'client_credentials')}        clientId: ${healthy.machine.clientId}
        certificate: { file: client.pem }
${target('person', ofPerson)}        clientId: ${healthy.person.clientId}
        scopes: ["api://${healthy.audience}/calculator.add", "api://${healthy.audience}/calculator.subtract", offline_access]
`;
}
