import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './architecture/imports.ts';
import { PERMISSIVE, unknownLicences } from './package/dependencies.ts';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly type: string;
  readonly license: string;
  readonly engines: { readonly node: string };
  readonly bin: Readonly<Record<string, string>>;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly scripts: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

interface Bill {
  readonly bomFormat: string;
  readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
  readonly components: readonly {
    readonly name: string;
    readonly version: string;
    readonly scope: string;
    readonly licenses: readonly unknown[];
  }[];
}

const json = <T>(file: string): T => JSON.parse(readFileSync(file, 'utf8')) as T;
const manifest = json<Manifest>(path.join(ROOT, 'package.json'));

describe('the packed tarball', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'mcp-authcheck-package-'));
  const staged = path.join(folder, 'staged');
  const consumer = path.join(folder, 'consumer');
  const installed = path.join(consumer, 'node_modules/mcp-authcheck');
  let files: readonly string[] = [];

  beforeAll(() => {
    const dist = path.join(ROOT, 'dist');
    if (!existsSync(path.join(dist, 'cli.js'))) throw new Error('dist/ is missing: npm run build');
    for (const name of ['dist', 'schema', 'package.json', 'README.md', 'LICENSE', 'CHANGELOG.md']) {
      cpSync(path.join(ROOT, name), path.join(staged, name), { recursive: true });
    }
    for (const name of ['src', 'test', 'fixtures', 'scripts']) mkdirSync(path.join(staged, name));
    writeFileSync(path.join(staged, 'src/index.ts'), '');
    node('types.mjs', '--to', path.join(staged, 'dist'));
    node('notices.mjs', '--to', path.join(staged, 'dist'));
    node('manifest.mjs', 'strip');
    const [packed] = JSON.parse(npm('pack', '--json', '--ignore-scripts')) as [
      { readonly filename: string; readonly files: readonly { readonly path: string }[] },
    ];
    files = packed.files.map((file) => file.path);
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xzf', packed.filename, '--strip-components=1', '-C', installed], { cwd: staged });
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const node = (script: string, ...more: readonly string[]): string =>
    execFileSync(process.execPath, [path.join(ROOT, 'scripts', script), ...more], {
      cwd: staged,
      encoding: 'utf8',
      timeout: 120_000,
    });
  const npm = (...more: readonly string[]): string =>
    execFileSync('npm', more, {
      cwd: staged,
      encoding: 'utf8',
      timeout: 60_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });

  it('holds the bundle, the schemas and the papers, and nothing else', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'CHANGELOG.md',
        'LICENSE',
        'README.md',
        'dist/THIRD-PARTY-LICENSES.txt',
        'dist/cli.js',
        'dist/help.txt',
        'dist/index.d.ts',
        'dist/index.js',
        'dist/sbom.cdx.json',
        'dist/schema-worker.js',
        'package.json',
        'schema/config.v1.json',
        'schema/report.v1.json',
      ]),
    );
    const known =
      /^(?:CHANGELOG\.md|LICENSE|README\.md|package\.json|schema\/[\w.]+\.json|dist\/[\w-]+\.c?js|dist\/help\.txt|dist\/(?:[\w-]+\/)*[\w-]+\.d\.ts|dist\/THIRD-PARTY-LICENSES\.txt|dist\/sbom\.cdx\.json)$/;
    expect(files.filter((file) => !known.test(file))).toEqual([]);
  });

  it('holds no private key and no path of the machine that built it', () => {
    for (const file of files) {
      const text = readFileSync(path.join(installed, file), 'utf8');
      expect(text, file).not.toMatch(/-----BEGIN (?:\w+ )?PRIVATE KEY-----(?:\\n|\s)+[A-Za-z0-9+/]{16}/);
      expect(text.includes(ROOT), file).toBe(false);
    }
  });

  it('installs nothing else but what may be missing, and runs nothing', () => {
    const packed = json<Manifest>(path.join(installed, 'package.json'));
    // The keyring is a binary for each system, which no bundle can hold; without it files are used.
    const fields = Object.entries(packed).filter(([member]) => /dependencies/i.test(member));
    expect(fields).toEqual(
      manifest.optionalDependencies === undefined
        ? []
        : [['optionalDependencies', manifest.optionalDependencies]],
    );
    expect(
      Object.keys(packed.scripts).filter((name) => /^(?:pre|post)?install$|^prepare$/.test(name)),
    ).toEqual([]);
    expect(packed).toMatchObject({
      name: 'mcp-authcheck',
      version: manifest.version,
      type: 'module',
      license: 'Apache-2.0',
      engines: { node: '>=20.19' },
      bin: { 'mcp-authcheck': 'dist/cli.js' },
    });
  });

  it('exports only files that are there', () => {
    const targets = Object.values(manifest.exports).flatMap((target) =>
      typeof target === 'string' ? [target] : Object.values(target),
    );
    for (const target of targets.filter((name) => !name.includes('*'))) {
      expect(files).toContain(target.replace('./', ''));
    }
  });

  it('leaves package.json in the repository as it was', () => {
    node('manifest.mjs', 'restore');
    expect(readFileSync(path.join(staged, 'package.json'), 'utf8')).toBe(
      readFileSync(path.join(ROOT, 'package.json'), 'utf8'),
    );
    expect(manifest.scripts).toMatchObject({ postpack: 'node scripts/manifest.mjs restore' });
  });

  it('cannot be published from the repository, only as the tarball', () => {
    expect(manifest.scripts.prepublishOnly).toBe('node scripts/manifest.mjs refuse');
    const refused = spawnSync(process.execPath, [path.join(ROOT, 'scripts/manifest.mjs'), 'refuse']);
    expect(refused.status).toBe(1);
  });

  it('names every bundled package with its licence, in words and as a bill of materials', () => {
    const bill = json<Bill>(path.join(installed, 'dist/sbom.cdx.json'));
    expect(bill.bomFormat).toBe('CycloneDX');
    expect(bill.metadata.component).toMatchObject({ name: 'mcp-authcheck', version: manifest.version });
    const notices = readFileSync(path.join(installed, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
    const bundled = bill.components.filter(({ scope }) => scope === 'required');
    for (const { name, version } of bundled) expect(notices).toContain(`${name} ${version} (`);
    const names = bundled.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['commander', 'undici', 'jose', 'openid-client', 'zod']));
    expect(names).not.toContain('vitest');
    const beside = bill.components.filter(({ scope }) => scope !== 'required').map(({ name }) => name);
    expect(beside).toEqual(expect.arrayContaining(Object.keys(manifest.optionalDependencies ?? {})));
    expect(names).not.toContain('esbuild');
  });

  it('holds the whole licence of everything in the bundle, which may be handed on so', () => {
    const notices = readFileSync(path.join(installed, 'dist/THIRD-PARTY-LICENSES.txt'), 'utf8').split(
      `\n${'-'.repeat(78)}\n\n`,
    );
    expect(notices.length).toBeGreaterThan(40);
    const heads = notices.map((notice) => /^(\S+) \S+ \((.+)\)\n/.exec(notice));
    expect(heads.filter((head) => head === null)).toEqual([]);
    const packages = heads.flatMap((head) =>
      head === null ? [] : [{ name: head[1] ?? '', license: head[2] }],
    );
    expect(unknownLicences(packages, PERMISSIVE)).toEqual([]);
    const words = /permission|redistribut|licen[cs]ed? under/i;
    expect(notices.filter((notice) => !words.test(notice)).map((notice) => notice.split('\n')[0])).toEqual(
      [],
    );
  });

  it('runs without any node_modules beside it', () => {
    const cli = path.join(installed, 'dist/cli.js');
    const run = (...argv: readonly string[]) =>
      spawnSync(process.execPath, [cli, ...argv], { cwd: folder, encoding: 'utf8', timeout: 60_000 });
    expect(run('--version').stdout).toBe(`${manifest.version}\n`);
    const demo = run('demo', '--format', 'json');
    expect(demo.status, demo.stderr).toBe(0);
    expect(JSON.parse(demo.stdout)).toMatchObject({ verdict: 'pass', tool: { version: manifest.version } });
  });

  it('is imported by a program', () => {
    writeFileSync(path.join(consumer, 'run.mjs'), PROGRAM);
    const printed = execFileSync(process.execPath, ['run.mjs'], { cwd: consumer, encoding: 'utf8' });
    expect(JSON.parse(printed)).toEqual({ name: 'UsageError', class: 'usage', ours: true, format: 'opaque' });
  });

  it('is type-checked by a program, declarations included', () => {
    expect(typeErrors(CONSUMER)).toBe('');
    expect(typeErrors(CONSUMER.replace('report.verdict', 'report.verdikt'))).toContain('verdikt');
  });

  function typeErrors(source: string): string {
    writeFileSync(path.join(consumer, 'consumer.mts'), source);
    const { stdout } = spawnSync(
      process.execPath,
      [
        path.join(ROOT, 'node_modules/typescript/bin/tsc'),
        '--ignoreConfig',
        '--noEmit',
        '--strict',
        '--exactOptionalPropertyTypes',
        '--pretty',
        'false',
        '--target',
        'es2023',
        '--module',
        'nodenext',
        '--skipLibCheck',
        'false',
        '--typeRoots',
        path.join(ROOT, 'node_modules/@types'),
        '--types',
        'node',
        'consumer.mts',
      ],
      { cwd: consumer, encoding: 'utf8', timeout: 60_000 },
    );
    return stdout;
  }
});

const PROGRAM = `
import { AuthcheckError, decodeToken, verify } from 'mcp-authcheck';

const error = await verify({ url: 'no URL', flows: [] }).catch((reason) => reason);
const { format } = decodeToken('x');
console.log(JSON.stringify({ name: error.name, class: error.class, ours: error instanceof AuthcheckError, format }));
`;

const CONSUMER = `
import { AuthcheckError, decodeToken, type Report, type Target, verify } from 'mcp-authcheck';

const flows = [{ flow: 'client_credentials', clientId: 'c', clientSecret: { env: 'SECRET' } }];
const seen: Target[] = [];
const report: Report = await verify(
  { url: 'https://mcp.example.com/mcp', issuer: 'https://id.example.com', flows },
  { checks: 'endpoint', onResult: (result, target) => { if (result.verdict === 'fail') seen.push(target); } },
);
const verdict: 'pass' | 'fail' | 'incomplete' = report.verdict;
const audiences: readonly string[] = decodeToken('a.b.c').aud;
try { await verify([]); } catch (error) { if (error instanceof AuthcheckError) console.log(error.code, verdict, audiences); }
`;
