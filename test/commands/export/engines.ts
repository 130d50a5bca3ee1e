import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { ROOT } from '../../architecture/imports.ts';
import { type Ended, ended } from '../../support/run-cli.ts';

export interface Tally {
  readonly checks: Readonly<Record<string, boolean>>;
  readonly requests: readonly {
    readonly method: string;
    readonly url: string;
    readonly kind: string;
    readonly name: string;
    readonly names: readonly string[];
  }[];
  readonly aborted: string | null;
}

type Environment = Readonly<Record<string, string>>;

/** One iteration of a k6 script, on the shim beside this file. */
export async function runInK6Shim(script: string, environment: Environment): Promise<Tally> {
  const shim = path.join(ROOT, 'test/commands/export/k6-shim.js');
  const program = `
    globalThis.__ENV = process.env;
    const { setup, default: iterate } = await import('script');
    const { tally } = await import(${JSON.stringify(shim)});
    try { setup(); iterate(); } catch (error) { if (tally().aborted === null) tally().aborted = String(error); }
    process.stdout.write(JSON.stringify(tally()));`;
  return JSON.parse((await runBundled(program, script, environment, shim)).stdout) as Tally;
}

export interface Conversed {
  /** The requests of the flow, as far as it went. */
  readonly sent: readonly { readonly method: string; readonly status: number }[];
  readonly error: string | null;
}

/** One virtual user of an Artillery test: its flow, with the hooks around every request. */
export async function runInArtilleryShim(script: string, environment: Environment): Promise<Conversed> {
  const program = `
    const test = await import('script');
    const sent = [];
    const context = { vars: {} };
    let error = null;
    try {
      for (const step of test.scenarios[0].flow) {
        const [[verb, given]] = Object.entries(step);
        if (given.ifTrue !== undefined && !context.vars[given.ifTrue]) continue;
        const request = { ...given, headers: {} };
        await test[given.beforeRequest](request, context);
        const response = await fetch(new URL(given.url, test.config.target), {
          method: verb.toUpperCase(), headers: request.headers, body: request.body, redirect: 'manual',
        });
        const answer = { statusCode: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
        sent.push({ method: request.body ? JSON.parse(request.body).method : verb, status: response.status });
        await test[given.afterResponse](request, answer, context);
      }
    } catch (thrown) { error = thrown.message; }
    process.stdout.write(JSON.stringify({ sent, error }));`;
  return JSON.parse((await runBundled(program, script, environment)).stdout) as Conversed;
}

async function runBundled(
  program: string,
  script: string,
  environment: Environment,
  k6?: string,
): Promise<Ended> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-load-'));
  try {
    const file = path.join(folder, 'script.ts');
    await writeFile(file, script);
    const out = path.join(folder, 'out.mjs');
    await build({
      stdin: { contents: program, resolveDir: ROOT },
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile: out,
      define: { __filename: JSON.stringify(out) },
      plugins: [
        {
          name: 'engine',
          setup: (plugin) => {
            plugin.onResolve({ filter: /^script$/ }, () => ({ path: file }));
            if (k6 !== undefined) plugin.onResolve({ filter: /^k6(?:\/|$)/ }, () => ({ path: k6 }));
          },
        },
      ],
    });
    const child = spawn(process.execPath, [out], { env: { PATH: process.env.PATH ?? '', ...environment } });
    const result = await ended(child, [out], 25_000);
    if (result.code !== 0) throw new Error(result.stderr);
    return result;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
