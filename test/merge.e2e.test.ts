import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inShard } from '../src/commands/shard.ts';
import type { Report } from '../src/types.ts';
import { ended, runCli, start } from './support/run-cli.ts';
import { type Serving, serving } from './support/serving.ts';

const SHARDS = 4;
const NAMES = Array.from({ length: 12 }, (_, index) => `server-${index + 1}`);
const CHECKS = ['--checks', 'endpoint/rejects-no-token,server/lists-expected-tools'];

let world: Serving;
let folder: string;

beforeAll(async () => {
  world = await serving();
  folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-shards-'));
  await writeFile(path.join(folder, 'mcp-authcheck.yaml'), configuration());
});
afterAll(async () => {
  await world.stop();
  await rm(folder, { recursive: true, force: true });
});

/** One endpoint under many names; every seventh expects a tool that it does not have. */
function configuration(): string {
  const targets = NAMES.map((name, index) => {
    const expect = index % 7 === 3 ? '\n    expect: { tools: [multiply] }' : '';
    return `  ${name}:\n    url: ${world.mcpUrl}${expect}`;
  });
  return `defaults:
  provider: entra
  tenant: ${world.tenantId}
  authority: ${world.authority}
  audience: ${world.audience}
  flows:
    - flow: client_credentials
      clientId: ${world.clients.machine.clientId}
      clientSecret: { env: CLIENT_SECRET }
targets:
${targets.join('\n')}
`;
}

const verifyArgs = (...more: readonly string[]): readonly string[] => [
  'verify',
  '--ca',
  world.caFile,
  ...CHECKS,
  ...more,
];
const verify = (...more: readonly string[]) => runIn({}, verifyArgs(...more));
const runIn = (env: Readonly<Record<string, string>>, args: readonly string[]) =>
  runCli(args, { cwd: folder, env: { ...world.secretEnv, ...env }, timeoutMs: 60_000 });
const merge = (blobs: string, ...more: readonly string[]) => runIn({}, ['merge', blobs, ...more]);
const shard = (index: number): readonly string[] => [
  '--shard',
  `${index}/${SHARDS}`,
  '--report',
  `blob=blobs/${index}.jsonl`,
];

/** What differs between two runs of the same thing: times, ids, and whose token was shared. */
function comparable(text: string): unknown {
  const { runId: _, ...report } = JSON.parse(text) as Report;
  const untimed = JSON.stringify(report, (key, value: unknown) => (TIMED.has(key) ? undefined : value));
  return JSON.parse(untimed.replaceAll(/, shared with [\w-]+/g, ''));
}
const TIMED = new Set(
  'startedAt durationMs exchanges claims header expiresAt issuedAt notBefore date reproduce'.split(' '),
);

describe('a run that is split into processes', () => {
  it('one is killed: merge says 9 and names it; run again, it takes over, and all is as if never split', async () => {
    await mkdir(path.join(folder, 'blobs'));
    const unlucky = 1 + Math.floor(Math.random() * SHARDS);
    const whole = await verify('--format', 'json');
    expect(whole.code).toBe(1);

    for (let index = 1; index <= SHARDS; index += 1) {
      if (index !== unlucky) expect([0, 1]).toContain((await verify(...shard(index))).code);
    }
    const args = verifyArgs(...shard(unlucky), '--concurrency', '1');
    const child = start(args, { cwd: folder, env: world.secretEnv });
    const own = NAMES.filter((name) => inShard(name, { index: unlucky, total: SHARDS }));
    const [{ code }] = await Promise.all([
      ended(child, args, 60_000),
      linesIn(`blobs/${unlucky}.jsonl`, Math.min(own.length, 2)).then(() => child.kill('SIGKILL')),
    ]);
    expect(code).toBeNull();

    const lost = await merge('blobs', '--expect', String(SHARDS), '--format', 'json');
    expect(lost.code).toBe(9);
    expect(lost.stderr).toContain(`shard ${unlucky} of ${SHARDS} (blobs/${unlucky}.jsonl)`);
    expect(JSON.parse(lost.stdout).verdict).toBe('incomplete');

    const again = await verify(...shard(unlucky), '--retry-incomplete', '--format', 'json');
    expect([0, 1]).toContain(again.code);
    expect((JSON.parse(again.stdout) as Report).targets.map(({ name }) => name)).toEqual(own);
    const merged = await merge('blobs', '--expect', String(SHARDS), '--format', 'json');
    expect(merged.stderr).toBe('');
    expect(merged.code).toBe(whole.code);
    expect(comparable(merged.stdout)).toEqual(comparable(whole.stdout));
  }, 120_000);

  it('a shard without a target passes and says so', async () => {
    const total = 97;
    const index = Array.from({ length: total }, (_, at) => at + 1).find((one) =>
      NAMES.every((name) => !inShard(name, { index: one, total })),
    );
    const { code, stderr } = await verify('--shard', `${index}/${total}`, '--report', 'blob=empty.jsonl');
    expect(stderr).toContain('0 of 12 targets');
    expect(code).toBe(0);
    expect((await readFile(path.join(folder, 'empty.jsonl'), 'utf8')).trim().split('\n')).toHaveLength(2);
  });

  it('takes its part from what a Kubernetes Indexed Job sets, when it writes a blob', async () => {
    const pod = { JOB_COMPLETION_INDEX: '2', MCP_AUTHCHECK_SHARDS: String(SHARDS) };
    const { stderr } = await runIn(pod, verifyArgs('--report', 'blob=pod.jsonl'));
    const [header = ''] = (await readFile(path.join(folder, 'pod.jsonl'), 'utf8')).split('\n');
    expect(JSON.parse(header)).toMatchObject({ shard: { index: 3, total: SHARDS }, targets: NAMES });
    expect(stderr).toContain('JOB_COMPLETION_INDEX');
  });

  it.each(['0/4', '5/4', 'a/b'])('--shard %s ends with 2 before anything is written', async (text) => {
    const { code, stderr } = await verify('--shard', text, '--report', 'blob=none.jsonl');
    expect(code).toBe(2);
    expect(stderr).toContain('--shard');
    await expect(readFile(path.join(folder, 'none.jsonl'))).rejects.toThrow('ENOENT');
  });
});

/** Resolves when the file has so many whole lines. */
async function linesIn(file: string, wanted: number): Promise<void> {
  for (let tries = 0; tries < 10_000; tries += 1) {
    const text = await readFile(path.join(folder, file), 'utf8').catch(() => '');
    if (text.split('\n').length > wanted) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  throw new Error(`${file} has fewer than ${wanted} lines`);
}
