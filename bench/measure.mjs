import { spawn } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** The built program; `BENCH_CLI` names another build. */
export const CLI = process.env.BENCH_CLI ?? fileURLToPath(new URL('../dist/cli.js', import.meta.url));
const PEAK_MEMORY = pathToFileURL(fileURLToPath(new URL('./peak-memory.mjs', import.meta.url))).href;

/** Runs node with these arguments to its end: seconds of wall time, and its output. Throws when it ends otherwise. */
export function run(args, { env = {}, memory = false, timeoutMs = 300_000, exits = [0] } = {}) {
  return new Promise((resolve, reject) => {
    const started = process.hrtime.bigint();
    const child = spawn(process.execPath, [...(memory ? ['--import', PEAK_MEMORY] : []), ...args], {
      env: { PATH: process.env.PATH, HOME: '/nonexistent', ...env },
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      timeout: timeoutMs,
    });
    let seconds = 0;
    child.once('exit', () => {
      seconds = Number(process.hrtime.bigint() - started) / 1e9;
    });
    const [stdout, stderr, peak] = [1, 2, 3].map((descriptor) => collect(child.stdio[descriptor]));
    child.once('error', reject);
    child.once('close', (code) => {
      if (!exits.includes(code)) {
        reject(new Error(`node ${args.join(' ')} ended with ${code}: ${stderr().slice(-2000)}`));
        return;
      }
      resolve({ seconds, stdout: stdout(), stderr: stderr(), peakBytes: Number(peak()) });
    });
  });
}

function collect(stream) {
  const chunks = [];
  stream.on('data', (chunk) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

/**
 * Median seconds of each program, run in turns so that what else the machine does falls on all alike. The
 * first turn warms caches and is not counted.
 */
export async function medians(programs, turns) {
  const times = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
  for (let turn = 0; turn <= turns; turn++) {
    for (const [name, program] of Object.entries(programs)) {
      const { seconds } = await program();
      if (turn > 0) times[name].push(seconds);
    }
  }
  return Object.fromEntries(Object.entries(times).map(([name, list]) => [name, median(list)]));
}

export function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
