// Runs the built program as a user would: ordinary flags, an environment with nothing of the suite in it, a
// state folder of its own, secrets in variables or files, never on the command line.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const BUILT = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const BROWSER = fileURLToPath(new URL('./browser.mjs', import.meta.url));
/** The suite waits for ever for a client that hangs, so that ours must not. Its exit code is then this one. */
const PATIENCE_MS = 25_000;
const TIMED_OUT = 124;

/** `seconds` bounds each exchange of the program and its wait for the browser. */
export function createProgram({ url, revision, cli = BUILT, seconds = 10 }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'mcp-authcheck-conformance-'));
  const common = ['--protocol', revision, '--timeout', String(seconds)];
  const secrets = {};

  /** The command with the endpoint and what every command takes; resolves to its exit code and its stdout. */
  const run = (command, ...rest) => {
    const args = [command, url, ...rest, ...common];
    process.stderr.write(`$ mcp-authcheck ${args.map(quoted).join(' ')}\n`);
    return bounded([cli, ...args], {
      PATH: process.env.PATH,
      LANG: 'C.UTF-8',
      HOME: folder,
      TMPDIR: folder,
      XDG_CONFIG_HOME: folder,
      XDG_STATE_HOME: folder,
      XDG_CACHE_HOME: folder,
      ...secrets,
    });
  };

  return {
    run,
    /** Flags for a flow in which somebody signs in. */
    person: ['--flow', 'authorization_code', '--browser', BROWSER],
    /** Puts the secret into a file that only its owner can read. */
    file: (name, secret) => {
      const file = path.join(folder, name);
      writeFileSync(file, secret, { mode: 0o600 });
      return file;
    },
    /** Puts the secret into the program's environment and returns the variable's name. */
    variable: (name, secret) => {
      secrets[name] = secret;
      return name;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function bounded(argv, env) {
  // A group of its own, so that whatever it started ends with it.
  const child = spawn(process.execPath, argv, { env, stdio: ['ignore', 'pipe', 'inherit'], detached: true });
  const group = (signal) => {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // Nobody is left.
    }
  };
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      group('SIGKILL');
    }, PATIENCE_MS);
    child.once('error', reject);
    child.once('exit', () => group('SIGKILL'));
    child.once('close', (code) => {
      clearTimeout(timer);
      process.stderr.write(late ? `= still running after ${PATIENCE_MS} ms\n` : `= exit ${code}\n`);
      resolve({ code: late ? TIMED_OUT : (code ?? 1), stdout });
    });
  });
}

function quoted(word) {
  return /^[\w./:=@-]+$/u.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
