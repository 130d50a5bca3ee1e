import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startProviderScene } from '../../fixtures/providers/scene.ts';
import type { Scene } from '../../fixtures/scene.ts';
import { startWorld } from '../../fixtures/world.ts';
import { loadTargets } from '../../src/commands/config/index.ts';
import { verifyScene } from '../../src/commands/demo-verify.ts';
import { createVault } from '../../src/http/index.ts';
import { typed } from './init-io.ts';

const disposals: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const dispose of disposals.splice(0).reverse()) await dispose();
});

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-init-'));
  disposals.push(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The gate over what the file in the folder says, against the world that it was written for. */
async function verdict(scene: Scene, cwd: string, secret: string): Promise<readonly string[]> {
  const vault = createVault();
  const [target] = await loadTargets({
    flags: {},
    environment: { CLIENT_SECRET: secret },
    cwd,
    vault,
    readStdin: () => Promise.resolve(''),
    targets: [],
  });
  if (target === undefined) throw new Error('no target');
  const report = await verifyScene(scene, { vault, adjust: () => target });
  const [found] = report.targets;
  const failed = (found?.results ?? []).filter((one) => one.verdict === 'fail').map((one) => one.id);
  return [
    report.verdict,
    ...(found?.flows ?? []).map(({ flow, verdict: one }) => `${flow} ${one}`),
    ...failed,
  ];
}

describe('a file that init wrote passes', () => {
  it('at Entra ID, for a machine and a person, with what the endpoint says', async () => {
    const world = await startWorld();
    disposals.push(() => world.close());
    const cwd = await emptyFolder();
    const { machine, person, tenantId } = world.healthy;
    const { code, stderr } = await typed(
      cwd,
      [world.settings.url, '--tenant', tenantId, '--authority', world.entra.authority],
      ['--client-id', machine.clientId, '--person-client-id', person.clientId, '--ca', await world.caFile()],
      ['--flow', 'client_credentials', '--flow', 'authorization_code'],
      ['--expect-tool', 'add', '--expect-tool', 'subtract'],
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const text = await readFile(path.join(cwd, 'mcp-authcheck.yaml'), 'utf8');
    expect(text).toContain(`audience: ${world.healthy.audience}`);
    expect(text).toContain('roles: [ calculator.add, calculator.subtract ]');
    expect(text).not.toContain(machine.clientSecret);
    expect(await verdict(world, cwd, machine.clientSecret)).toEqual([
      'pass',
      'client_credentials pass',
      'authorization_code pass',
      'refresh_token pass',
    ]);
  });

  it.each(['generic', 'okta', 'auth0', 'keycloak'] as const)('at %s, from flags alone', async (kind) => {
    const scene = await startProviderScene({ kind });
    disposals.push(() => scene.close());
    const cwd = await emptyFolder();
    const { url, issuer = '', audience, machine, person } = scene.settings;
    const { code, stderr } = await typed(
      cwd,
      [url, '--no-discover', '--issuer', issuer, '--client-id', machine?.clientId ?? ''],
      audience === undefined ? [] : ['--audience', audience],
      ['--flow', 'client_credentials', '--flow', 'authorization_code'],
      ['--person-client-id', person?.clientId ?? ''],
      person?.port === undefined ? [] : ['--port', `${person.port}`],
      ['--expect-scope', 'calculator.add', '--expect-scope', 'calculator.subtract', '--expect-tool', 'add'],
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const [first, ...rest] = await verdict(scene, cwd, machine?.clientSecret ?? '');
    expect([first, ...rest.slice(0, 2)]).toEqual([
      'pass',
      'client_credentials pass',
      'authorization_code pass',
    ]);
  });
});
