import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadTargets } from '../../src/commands/config/index.ts';
import { CI_SYSTEMS, ciText } from '../../src/commands/init/ci-text.ts';
import { configText } from '../../src/commands/init/config-text.ts';
import type { Plan } from '../../src/commands/init/plan.ts';
import { createVault } from '../../src/http/index.ts';
import { typed } from './init-io.ts';

const TENANT = 'aaaabbbb-0000-cccc-1111-dddd2222eeee';
const API = '11112222-bbbb-3333-cccc-4444dddd5555';
const CLIENT = '00001111-aaaa-2222-bbbb-3333cccc4444';
const URL_GIVEN = 'https://calculator.example.com/mcp';
const UNASKED = [URL_GIVEN, '--no-discover'];
const ENOUGH = [...UNASKED, '--tenant', TENANT, '--audience', API, '--client-id', CLIENT];

let cwd = '';
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-init-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const written = (): Promise<string[]> => readdir(cwd);
const text = (file = 'mcp-authcheck.yaml'): Promise<string> => readFile(path.join(cwd, file), 'utf8');

async function loaded(environment: Readonly<Record<string, string>>) {
  const given = { flags: {}, environment, cwd, vault: createVault(), targets: [] };
  return (await loadTargets({ ...given, readStdin: () => Promise.resolve('') }))[0];
}

describe('init without a terminal', () => {
  it('writes a file that the loader takes, and says what to do next', async () => {
    const { code, stdout, stderr } = await typed(cwd, ENOUGH, ['--expect-role', 'calculator.add']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('read -rs CLIENT_SECRET && export CLIENT_SECRET');
    expect(stdout).toContain('npx mcp-authcheck verify\n');
    expect((await text()).split('\n')[0]).toBe(
      '# yaml-language-server: $schema=./node_modules/mcp-authcheck/schema/config.v1.json',
    );
    const target = await loaded({ CLIENT_SECRET: 'some-secret' });
    expect(target).toMatchObject({ name: 'calculator', url: URL_GIVEN, provider: 'entra', tenant: TENANT });
    expect(target?.flows).toMatchObject([
      { flow: 'client_credentials', clientId: CLIENT, expect: { aud: [API], roles: ['calculator.add'] } },
    ]);
    expect(await written()).toEqual(['mcp-authcheck.yaml']);
  });

  it('points at the schema from where the file lies', async () => {
    await typed(cwd, ENOUGH, ['--out', 'gates/prod.yaml']);
    expect(await text('gates/prod.yaml')).toMatch(
      /^# yaml-language-server: \$schema=\.\.\/node_modules\/mcp-authcheck\/schema\/config\.v1\.json\n/,
    );
  });

  it('keeps a reference to a variable, and asks for it', async () => {
    const { stdout } = await typed(cwd, UNASKED, [
      '--tenant',
      `\${TENANT_ID}`,
      '--audience',
      API,
      '--client-id',
      `\${CLIENT_ID}`,
    ]);
    expect(stdout).toContain('read -r TENANT_ID && export TENANT_ID');
    const environment = { TENANT_ID: TENANT, CLIENT_ID: CLIENT, CLIENT_SECRET: 'some-secret' };
    expect(await loaded(environment)).toMatchObject({ tenant: TENANT, flows: [{ clientId: CLIENT }] });
  });

  it.each<[missing: string, argv: readonly string[]]>([
    ['URL, --tenant or --issuer, --client-id.', []],
    ['--tenant or --issuer, --client-id.', UNASKED],
    ['--audience, --client-id.', [...UNASKED, '--tenant', TENANT]],
    ['--audience.', [...UNASKED, '--issuer', 'https://x.eu.auth0.com/', '--client-id', 'a']],
    [
      '--person-client-id.',
      [...UNASKED, '--tenant', TENANT, '--audience', API, '--flow', 'authorization_code'],
    ],
  ])('names what is missing: %s', async (missing, argv) => {
    const { code, stdout, stderr } = await typed(cwd, argv);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`these are missing: ${missing}`);
    expect(await written()).toEqual([]);
  });

  it.each<[what: string, message: string, argv: readonly string[]]>([
    [
      'a tenant that is none',
      'expected a GUID or a domain',
      [...UNASKED, '--tenant', 'x', '--audience', API, '--client-id', CLIENT],
    ],
    ['a flow that it does not write', 'no such name: "password"', [...ENOUGH, '--flow', 'password']],
    ['an unknown CI system', 'Did you mean gitlab?', [...ENOUGH, '--ci', 'gitlb']],
    [
      'two credentials',
      '--client-secret-env and --certificate',
      [...ENOUGH, '--client-secret-env', 'A', '--certificate', 'b'],
    ],
    ['plain http', 'http is only for loopback', ['http://calculator.example.com/mcp', ...ENOUGH.slice(1)]],
    ['a name that the loader refuses', 'unusual characters', [...ENOUGH, '--name', 'a/b']],
    ['another kind of file', '.yaml', [...ENOUGH, '--out', 'gate.json']],
    ['a folder that is a file', 'cannot be written', [...ENOUGH, '--out', 'file/gate.yaml']],
  ])('refuses %s and writes nothing', async (_, message, argv) => {
    await writeFile(path.join(cwd, 'file'), '');
    const { code, stderr } = await typed(cwd, argv);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(await written()).toEqual(['file']);
  });

  it('neither takes a secret for a name nor repeats it', async () => {
    const secret = 'hJd8Q_khpuH0pF84aEQDw9YajqxcXuXX';
    const { code, stdout, stderr } = await typed(cwd, ENOUGH, ['--client-secret-env', secret]);
    expect(code).toBe(2);
    expect(stderr).toContain('expected the name of an environment variable');
    expect(stdout + stderr).not.toContain(secret);
  });
});

describe('init and files that are there', () => {
  it('leaves them as they are, or replaces them with --force', async () => {
    await writeFile(path.join(cwd, 'mcp-authcheck.yaml'), 'mine');
    const refused = await typed(cwd, ENOUGH);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('--force');
    expect(await text()).toBe('mine');
    expect((await typed(cwd, ENOUGH, ['--force'])).code).toBe(0);
    expect(await text()).toContain(TENANT);
    expect(await written()).toEqual(['mcp-authcheck.yaml']);
  });

  it('writes no second one that verify would stumble over', async () => {
    await writeFile(path.join(cwd, 'mcp-authcheck.json'), '{}');
    const { code, stderr } = await typed(cwd, ENOUGH, ['--force']);
    expect(code).toBe(2);
    expect(stderr).toContain('mcp-authcheck.json is there already');
  });

  it('writes neither file when the job of the CI system is there', async () => {
    await mkdir(path.join(cwd, '.github/workflows'), { recursive: true });
    await writeFile(path.join(cwd, '.github/workflows/mcp-authcheck.yml'), 'mine');
    expect((await typed(cwd, ENOUGH, ['--ci', 'github'])).code).toBe(2);
    expect(await written()).toEqual(['.github']);
  });
});

const PLAN: Plan = {
  name: 'calculator',
  url: URL_GIVEN,
  provider: 'generic',
  issuer: 'https://id.example.com',
  flows: [
    {
      flow: 'client_credentials',
      clientId: 'ci',
      proof: { kind: 'secret', place: { env: 'S' } },
      expect: {},
    },
  ],
  tools: [],
  calls: [],
};

describe('the text of the file', () => {
  it('says whatever was answered, for the loader, letter for letter', async () => {
    const answer = fc.oneof(
      fc.string({ minLength: 1, unit: 'grapheme' }),
      fc.string({
        minLength: 1,
        unit: fc.constantFrom('$', '{', '}', 'A', ':', '#', ' ', '"', "'", '\\', '-'),
      }),
    );
    const usable = answer.filter((one) => !/^\$\{\w+\}$/.test(one) && !one.includes('\0'));
    await fc.assert(
      fc.asyncProperty(usable, usable, async (clientId, tool) => {
        const [flow] = PLAN.flows;
        const plan = {
          ...PLAN,
          flows: [{ flow: 'client_credentials', ...flow, clientId, expect: { scp: [clientId] } }],
          tools: [tool],
          calls: [{ tool, arguments: { text: tool, list: [1, { x: clientId }] }, result: clientId }],
        };
        await writeFile(path.join(cwd, 'mcp-authcheck.yaml'), configText(plan, './schema.json'));
        const target = await loaded({ S: 'some-secret' });
        expect(target?.flows[0]).toMatchObject({ clientId, expect: { scp: [clientId] } });
        expect(target?.expect).toEqual({ tools: [tool], calls: plan.calls });
      }),
      { numRuns: 60 },
    );
  });
});

describe('the job of a CI system', () => {
  it.each(CI_SYSTEMS.map((system) => [system.name, system] as const))(
    'of %s is YAML that runs verify',
    (_, system) => {
      const plan: Plan = {
        ...PLAN,
        tenant: `\${TENANT_ID}`,
        flows: [...PLAN.flows, { flow: 'authorization_code', clientId: 'p', expect: {} }],
      };
      const job = ciText(system, plan, "gates/it's.yaml");
      expect(() => parse(job)).not.toThrow();
      expect(job).toMatch(
        /npx --yes mcp-authcheck@\S+ verify --config 'gates\/it'\\''s\.yaml' --flow client_credentials /,
      );
      expect(job).not.toContain('authorization_code');
      if (system.name !== 'gitlab') expect(job).toMatch(/\bS: \$[({]/);
    },
  );

  it('has the federated token of GitHub, and no secret', async () => {
    const { code } = await typed(cwd, ENOUGH, ['--federated', 'github', '--ci', 'github']);
    expect(code).toBe(0);
    const job = await text('.github/workflows/mcp-authcheck.yml');
    expect(parse(job)).toMatchObject({ permissions: { contents: 'read', 'id-token': 'write' } });
    expect(job).not.toContain('secrets.');
  });
});
