import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import manifest from '../package.json' with { type: 'json' };
import type { Report } from '../src/types.ts';
import { ROOT } from './architecture/imports.ts';
import { problemsOf } from './docs/commands.ts';
import {
  allCommands,
  blocksOf,
  isForOpenWorld,
  isScript,
  PAGES,
  pageText,
  shellCommands,
} from './docs/pages.ts';
import { type Reader, startReader } from './docs/reader.ts';

let reader: Reader;

beforeAll(async () => {
  reader = await startReader();
  await writeFile(path.join(reader.folder, 'mcp-authcheck.yaml'), configuration());
  for (const name of ['person', 'fresh', 'blobs']) await mkdir(path.join(reader.folder, name));
  await writeFile(path.join(reader.folder, 'person/mcp-authcheck.yaml'), personsConfiguration());
  const { stdout } = await reader.type('mcp-authcheck token URL');
  await writeFile(path.join(reader.folder, 'token.txt'), stdout);
  await writeFile(path.join(reader.folder, 'authcheck-known.txt'), '# none is known\n');
});

afterAll(async () => {
  await reader.leave();
});

describe.each(PAGES)('%s', (page) => {
  it('names only commands and flags that exist', () => {
    const inline = [...pageText(page).matchAll(/`(mcp-authcheck [a-z][^`\n]*)`/g)].map(
      ([, line = '']) => line,
    );
    const wrong = [...allCommands(page), ...inline].flatMap((line) => problemsOf(line));
    expect(wrong).toEqual([]);
  });

  it('names only npm scripts and files that exist', () => {
    const shell = blocksOf(page, 'sh')
      .map(({ text }) => text.replaceAll(/#.*$/gm, ''))
      .join('\n');
    const scripts = [...shell.matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => name);
    expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([]);
    const files = [...shell.matchAll(/(?:^|\s)((?:\.ci|test|scripts|src)\/[\w./-]+)/gm)].map(
      ([, file = '']) => file,
    );
    expect(files.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });

  it.each(blocksOf(page, 'yaml').map(({ text }) => [text]))('has YAML that can be read: %#', (text) => {
    expect(parse(text)).toBeTypeOf('object');
  });
});

const typed = [...new Set(PAGES.flatMap(shellCommands))].filter(
  (line) => !/gateway/i.test(line) && !isForOpenWorld(line),
);

describe('what a reader types', () => {
  const asPerson = () => ({ CLIENT_ID: reader.world.clients.person.clientId, CLIENT_SECRET: '' });
  const waiting = typed.filter((line) => /mcp-authcheck serve\b/.test(line));
  const red = typed.filter((line) => /demo --fault/.test(line));
  // The code of a device is entered by a person: test/flows/device-code.test.ts does that.
  const byDevice = typed.filter((line) => line.includes('--device'));
  const persons = typed.filter(
    (line) => /mcp-authcheck (?:login|logout)\b/.test(line) && !byDevice.includes(line),
  );
  // Needs an endpoint that trusts the lab: test/gate.e2e.test.ts has one.
  const lab = typed.filter((line) => / --lab\b/.test(line));
  const inits = typed.filter((line) => /mcp-authcheck init\b/.test(line));
  const shards = typed.filter((line) => /--shard\b|mcp-authcheck merge\b/.test(line));
  const others = typed.filter(
    (line) => ![waiting, red, byDevice, persons, lab, inits, shards].some((some) => some.includes(line)),
  );

  it.concurrent.each(others)(
    'ends well: %s',
    async (line) => {
      const TOKEN = await readFile(path.join(reader.folder, 'token.txt'), 'utf8');
      const { code, stdout, stderr } = await reader.type(
        // Nobody waits an hour here: a token that lives longer than the wait is left alone.
        line.replace('--wait-expiry 5400', '--wait-expiry 60'),
        line.includes('--token-env TOKEN') ? { TOKEN } : {},
      );
      expect({ code, stderr }).toMatchObject({ code: 0 });
      if (!/ > \S+$| --out \S+$/.test(line)) expect(stdout).not.toBe('');
    },
    70_000,
  );

  it('writes a configuration file where flags say enough, and asks for them where nobody can be asked', async () => {
    const said = inits.filter((line) => line.includes('--'));
    expect(said).not.toEqual([]);
    for (const line of said) {
      const { code, stderr } = await reader.type(`cd fresh && ${line} --force`);
      expect({ code, stderr }).toMatchObject({ code: 0 });
    }
    expect(await readFile(path.join(reader.folder, 'fresh/mcp-authcheck.yaml'), 'utf8')).toContain(
      'targets:',
    );
    const [alone = ''] = inits.filter((line) => !said.includes(line));
    expect(await reader.type(`mkdir -p empty && cd empty && ${alone}`)).toMatchObject({ code: 2 });
  });

  it('runs every shard and merges them', async () => {
    const [one = '', ...more] = shards.filter((line) => line.includes('--shard 1/4'));
    const merges = shards.filter((line) => line.includes('merge'));
    expect([one === '', merges.length, more]).toEqual([false, expect.any(Number), []]);
    for (const shard of [1, 2, 3, 4]) {
      const line = one.replace('1/4', `${shard}/4`).replace('1.jsonl', `${shard}.jsonl`);
      expect(await reader.type(line)).toMatchObject({ code: 0 });
    }
    for (const line of merges) expect(await reader.type(line)).toMatchObject({ code: 0 });
  }, 70_000);

  it.each(persons)('ends well, with a person there: %s', async (line) => {
    const { code, stderr } = await reader.type(`cd person && ${line}`, asPerson());
    expect({ code, stderr }).toMatchObject({ code: 0 });
  });

  it.each(red)('shows a red gate: %s', async (line) => {
    expect(await reader.type(line)).toMatchObject({ code: 1, stdout: expect.stringMatching(/root cause/i) });
  });

  it.each(waiting)('runs until it is interrupted: %s', async (line) => {
    const { line: ready, code } = await reader.interrupt(line);
    expect(JSON.parse(ready)).toMatchObject({ mcpUrl: expect.stringContaining('http') });
    expect(code).toBe(130);
  });

  const scripts = PAGES.flatMap((page) => blocksOf(page, 'sh')).filter(({ text }) => isScript(text));

  it.each(scripts)('runs the script in $page', async ({ text }) => {
    expect(await reader.type(text)).toMatchObject({ code: 0 });
  });
});

describe('through the gateway', () => {
  const lines = [...new Set(PAGES.flatMap(shellCommands))].filter((line) => /gateway/i.test(line));
  const verify = lines.filter((line) => line.includes('verify'));
  const strangers = lines.filter((line) => !line.includes('--header'));

  it('lists the tools before anybody has signed in', async () => {
    const [tools = ''] = lines.filter((line) => line.includes('tools') && line.includes('--header'));
    expect(await reader.type(tools)).toMatchObject({ code: 0, stdout: expect.stringContaining('subtract') });
  });

  it.each(verify)('fails at the calls before anybody has signed in: %s', async (line) => {
    expect(await reader.type(line)).toMatchObject({ code: 1 });
  });

  it.each(strangers)('refuses a stranger: %s', async (line) => {
    expect(await reader.type(line)).toMatchObject({ code: 3 });
  });

  describe('once somebody has signed in', () => {
    beforeAll(async () => {
      expect(await reader.signIn(await pageToOpen(verify[0] ?? ''))).toBe(0);
    });

    it.each(verify)('passes: %s', async (line) => {
      expect(await reader.type(line)).toMatchObject({ code: 0 });
    });
  });
});

describe('the configuration file of the README', () => {
  it('proves the target that it describes', async () => {
    const { code, stdout, stderr } = await reader.type('mcp-authcheck verify --format json');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const [target] = (JSON.parse(stdout) as Report).targets;
    expect(target).toMatchObject({ name: 'calculator', verdict: 'pass' });
    const passed = target?.results.filter(({ verdict }) => verdict === 'pass').map(({ id }) => id);
    expect(passed).toEqual(
      expect.arrayContaining([
        'token/audience-as-expected',
        'token/roles-as-expected',
        'server/lists-expected-tools',
      ]),
    );
  });
});

describe('the library example of the README', () => {
  const [example = ''] = blocksOf('README.md', 'ts').map(({ text }) => text);

  it('type-checks', async () => {
    const file = path.join(reader.folder, 'example.ts');
    await writeFile(path.join(reader.folder, 'package.json'), JSON.stringify({ type: 'module' }));
    await writeFile(file, example);
    const paths = { 'mcp-authcheck': [path.join(ROOT, 'src/index.ts')] };
    const compilerOptions = { paths, typeRoots: [path.join(ROOT, 'node_modules/@types')] };
    const config = { extends: path.join(ROOT, 'tsconfig.json'), compilerOptions, include: [], files: [file] };
    await writeFile(path.join(reader.folder, 'tsconfig.json'), JSON.stringify(config));
    const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    const { stdout, error } = spawnSync(process.execPath, [tsc, '-p', reader.folder], {
      encoding: 'utf8',
      timeout: 60_000,
    });
    expect(error).toBeUndefined();
    // What the sources say of themselves is not asked here.
    expect(
      stdout.split('\n').filter((line) => /^\S*example\.ts/.test(line) || /tsconfig/.test(line)),
    ).toEqual([]);
  }, 60_000);

  it('runs', async () => {
    const { code } = await transform(example, { loader: 'ts', format: 'esm' });
    const library = pathToFileURL(path.join(ROOT, 'dist/index.js')).href;
    const here = withAuthority(
      code,
      'tenant: process.env.TENANT_ID,',
      ' authority: process.env.AZURE_AUTHORITY_HOST,',
    );
    const text = here
      .replace(/(["'])mcp-authcheck\1/, JSON.stringify(library))
      .replace('https://calculator.example.com/mcp', reader.world.mcpUrl);
    await writeFile(path.join(reader.folder, 'example.mjs'), text);
    const {
      code: exit,
      stdout,
      stderr,
    } = await reader.type(`${JSON.stringify(process.execPath)} example.mjs`);
    expect({ exit, stderr }).toEqual({ exit: 0, stderr: '' });
    expect(stdout).toMatch(/^pass .*calculator\.add.*calculator\.subtract/s);
  });
});

/** The README's, for the stand-in: its URL, and an authority beside the tenant. */
function configuration(): string {
  const [text = ''] = blocksOf('README.md', 'yaml').map((block) => block.text);
  const tenant = 'tenant: $'.concat('{TENANT_ID}');
  const authority = '\n    authority: $'.concat('{AZURE_AUTHORITY_HOST}');
  return withAuthority(text, tenant, authority).replace(
    'https://calculator.example.com/mcp',
    reader.world.mcpUrl,
  );
}

/** The same target for somebody who signs in. */
function personsConfiguration(): string {
  const file = parse(configuration()) as { readonly targets: { readonly calculator: object } };
  const flows = [{ flow: 'authorization_code', clientId: '$'.concat('{CLIENT_ID}') }];
  return stringify({ targets: { calculator: { ...file.targets.calculator, flows } } });
}

function withAuthority(text: string, tenant: string, authority: string): string {
  expect(text).toContain(tenant);
  return text.replace(tenant, () => tenant + authority);
}

/** The page that the report tells a person to visit. */
async function pageToOpen(verify: string): Promise<string> {
  const { stdout } = await reader.type(`${verify} --format json`);
  const [finding] = (JSON.parse(stdout) as Report).targets[0]?.findings ?? [];
  expect(finding).toMatchObject({ code: 'person/needed' });
  return /http[^"\s]*/.exec(finding?.cause ?? '')?.[0] ?? '';
}
