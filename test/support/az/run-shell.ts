import { spawn } from 'node:child_process';
import type { Az } from './index.ts';

export interface ShellEnded {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a text in bash, with the stand-in in front of PATH; waiting takes no time. */
export function runShell(text: string, az: Az, home: string): Promise<ShellEnded> {
  return run(['-c', `sleep() { :; }; ${text}`], {
    PATH: `${az.bin}:${process.env.PATH ?? ''}`,
    HOME: home,
    LANG: 'C.UTF-8',
  });
}

/** What bash thinks of the syntax. */
export function syntaxOf(text: string): Promise<ShellEnded> {
  return run(['-n', '-c', text], { PATH: process.env.PATH ?? '' });
}

function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<ShellEnded> {
  return new Promise((resolve, reject) => {
    const child = spawn('bash', args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const text = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      text.stdout += chunk;
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      text.stderr += chunk;
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, ...text }));
  });
}
