import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';

export interface Child {
  readonly stop: () => Promise<void>;
}

const BOOT_MS = 30_000;

/**
 * Runs a JavaScript file in a process of its own until it prints `ready` as often as `times` says; kills it
 * when it does not in half a minute.
 */
export async function run(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  ready: RegExp,
  times = 1,
): Promise<Child> {
  const child = spawn(process.execPath, [file, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  try {
    await printed(child, ready, times);
  } catch (error) {
    await stopped(child);
    throw error;
  }
  return { stop: () => stopped(child) };
}

/** Ports that were free a moment ago, for programs that cannot be told to choose one themselves. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(servers.map((server) => new Promise<void>((done) => server.listen(0, done))));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}

function printed(child: ChildProcess, ready: RegExp, times: number): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`not ready in time; it said: ${text}`)), BOOT_MS);
    const settle = (act: () => void): void => {
      clearTimeout(timer);
      act();
    };
    const read = (chunk: Buffer): void => {
      text += String(chunk);
      if ((text.match(ready) ?? []).length >= times) settle(resolve);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => settle(() => reject(new Error(`ended with ${code}; it said: ${text}`))));
  });
}

async function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
