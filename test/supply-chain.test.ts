import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ROOT } from './architecture/imports.ts';
import {
  atLeast,
  type Floors,
  type Lockfile,
  lockedIn,
  looseVersions,
  outdated,
  PERMISSIVE,
  unknownLicences,
} from './package/dependencies.ts';

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const text = (file: string): string => readFileSync(path.join(ROOT, file), 'utf8');
const manifest = JSON.parse(text('package.json')) as Manifest;
const lockText = text('package-lock.json');
const lockfile = JSON.parse(lockText) as Lockfile;
const locked = lockedIn(lockfile);

/** The lowest versions without a known flaw that matters here, and what was wrong before. */
const FLOORS: Floors = {
  // CVE-2023-36415, CVE-2024-35255: elevation of privilege.
  '@azure/msal-node': ['2.9.2'],
  // CVE-2025-66414, CVE-2026-0621, CVE-2026-25536: rebinding, a regular expression without end, mixed sessions.
  '@modelcontextprotocol/sdk': ['1.26.0'],
  // CVE-2025-69873: a regular expression without end in `$data`.
  ajv: ['6.14.0', '8.18.0'],
  // CVE-2022-1650: credentials kept across a redirect.
  eventsource: ['2.0.2'],
  // CVE-2026-75899, -75931, -75975, -76172, -84394: two readings of one host.
  'fast-uri': ['3.1.7'],
  // CVE-2022-0155, CVE-2024-28849, CVE-2026-40895: credentials kept across a redirect.
  'follow-redirects': ['1.16.0'],
  // CVE-2024-28176: decompression without a limit.
  jose: ['4.15.5'],
  // CVE-2022-23540: the algorithm `none`.
  jsonwebtoken: ['9.0.0'],
  // GHSA-869p-cjfg-cm3x: signatures that are not verified.
  jws: ['3.2.3', '4.0.1'],
  // CVE-2026-22036, -1525 to -1528, -2229, -9679, -11525, -15157, -16728, -16729 and others.
  undici: ['7.30.0', '8.9.0'],
};

describe('the dependencies', () => {
  it('are named by exact versions', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    expect(looseVersions({ ...dependencies, ...devDependencies, ...optionalDependencies })).toEqual([]);
    expect(looseVersions({ a: '1.2.3', b: '^1.2.3', c: '~1.2.3', d: '1.x', e: 'latest' })).toEqual([
      'b ^1.2.3',
      'c ~1.2.3',
      'd 1.x',
      'e latest',
    ]);
  });

  it('are all locked, by hash, wherever they come from', () => {
    const { dependencies, devDependencies, optionalDependencies } = manifest;
    expect(lockfile.lockfileVersion).toBe(3);
    expect(lockfile.packages['']).toMatchObject({
      dependencies,
      devDependencies,
      ...(optionalDependencies === undefined ? {} : { optionalDependencies }),
    });
    expect(locked.length).toBeGreaterThan(Object.keys(dependencies).length);
    const loose = locked.filter(
      ({ integrity = '', link }) => link === true || !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity),
    );
    expect(loose.map(({ name }) => name)).toEqual([]);
  });

  it('name no server that they come from', () => {
    expect(lockText).not.toMatch(/"resolved"/);
    const others = [...lockText.matchAll(/"(?!url"|license")\w+": "(?:https?|git|ssh|file)[+:]/g)];
    expect(others.map(([line]) => line)).toEqual([]);
    expect(text('.npmrc')).not.toMatch(/registry\s*=|_auth|:\/\//);
  });

  it('have the security fixes, in every copy of them', () => {
    expect(outdated(lockfile, FLOORS)).toEqual([]);
    const nested = { packages: { 'node_modules/a/node_modules/undici': { version: '7.29.9' } } };
    expect(outdated(nested, FLOORS)).toEqual(['undici 7.29.9 < 7.30.0']);
    const another = { packages: { 'node_modules/undici': { version: '6.28.0' } } };
    expect(outdated(another, { undici: ['7.30.0', '8.9.0'] })).toEqual(['undici 6.28.0 < 8.9.0']);
    expect(atLeast('7.30.0', '7.30.0')).toBe(true);
    expect(atLeast('10.0.0', '9.9.9')).toBe(true);
    expect(atLeast('7.4.10', '7.30.0')).toBe(false);
    expect(atLeast('7.30.0-rc.1', '7.30.0')).toBe(false);
  });

  it('run no script on installation, and building needs none either', () => {
    const scripts = locked.filter(({ hasInstallScript }) => hasInstallScript === true);
    expect(scripts.filter(({ dev }) => dev !== true).map(({ name }) => name)).toEqual([]);
    // Looks for its own binary only, which is there without it: the releases are built with --ignore-scripts.
    expect(scripts.map(({ name }) => name)).toEqual(['esbuild']);
    expect(text('.github/workflows/publish.yml')).toContain('- run: npm ci --ignore-scripts\n');
  });

  it('may be handed on', () => {
    const handedOn = locked.filter(({ dev }) => dev !== true);
    expect(unknownLicences(handedOn, PERMISSIVE)).toEqual([]);
    const some = [
      { name: 'a', license: '(MIT OR GPL-3.0-or-later)' },
      { name: 'b', license: '(MIT AND Zlib)' },
      { name: 'c', license: 'GPL-3.0-or-later' },
      { name: 'd' },
    ];
    expect(unknownLicences(some, PERMISSIVE)).toEqual([
      'b ((MIT AND Zlib))',
      'c (GPL-3.0-or-later)',
      'd (none)',
    ]);
  });
});

describe('what npm would pack', () => {
  let files: readonly string[] = [];

  beforeAll(() => {
    const [packed] = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
        cwd: ROOT,
        encoding: 'utf8',
        timeout: 60_000,
        stdio: ['ignore', 'pipe', 'ignore'],
        shell: process.platform === 'win32',
      }),
    ) as [{ readonly files: readonly { readonly path: string }[] }];
    files = packed.files.map((file) => file.path);
  });

  it('is the bundle, the schemas and the pages, and no source, test, fixture or map', () => {
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'docs/security.md']));
    const known =
      /^(?:CHANGELOG\.md|LICENSE|README\.md|package\.json|schema\/[\w.]+\.json|docs\/[\w-]+\.md|docs\/recipes\/[\w-]+\.ya?ml|dist\/.+)$/;
    expect(files.filter((file) => !known.test(file) || file.endsWith('.map'))).toEqual([]);
  });

  it('has the shape of a secret nowhere', () => {
    for (const file of files.filter((name) => !name.startsWith('dist/'))) {
      expect(text(file), file).not.toMatch(
        /(?<![A-Za-z0-9])(?:gh[pousr]|github_pat|npm)_[A-Za-z0-9]{30}|-----BEGIN (?:\w+ )?PRIVATE KEY-----\s+[A-Za-z0-9+/]{16}/,
      );
    }
  });
});

interface Workflow {
  readonly permissions: object;
  readonly on: {
    readonly push?: { readonly tags?: readonly string[]; readonly branches?: readonly string[] };
  };
  readonly jobs: Readonly<Record<string, WorkflowJob>>;
}

interface WorkflowJob {
  readonly needs?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly uses?: string; readonly run?: string; readonly with?: object }[];
}

describe('the workflow that publishes', () => {
  const source = text('.github/workflows/publish.yml');
  const workflow = parse(source) as Workflow;
  const { test, pack, publish } = workflow.jobs;
  const runs = (job: WorkflowJob | undefined): string =>
    job?.steps.flatMap(({ run }) => run ?? []).join('\n') ?? '';

  it('runs all tests first, for a tag only', () => {
    expect(Object.keys(workflow.on)).toEqual(['push']);
    expect(Object.keys(workflow.on.push ?? {})).toEqual(['tags']);
    expect(runs(test)).toBe('.ci/run');
    expect([pack?.needs, publish?.needs]).toEqual(['test', 'pack']);
  });

  it('may do next to nothing, and nothing of ours or others runs where npm is trusted', () => {
    expect(workflow.permissions).toEqual({});
    expect(test?.permissions).toEqual({ contents: 'read' });
    expect(pack?.permissions).toEqual({ contents: 'read' });
    expect(publish?.permissions).toEqual({ 'id-token': 'write' });
    expect(runs(publish)).not.toMatch(/npm (?:ci|install|run|exec)|npx|node /);
    expect(publish?.steps.some(({ uses = '' }) => uses.startsWith('actions/checkout@'))).toBe(false);
    expect(source).not.toMatch(/secrets\./);
  });

  it('takes actions of known commits, and no caches', () => {
    const steps = Object.values(workflow.jobs).flatMap((job) => job.steps);
    const uses = steps.flatMap((step) => (step.uses === undefined ? [] : [step.uses]));
    expect(uses.length).toBeGreaterThan(4);
    expect(uses.filter((one) => !/^actions\/[\w-]+@[0-9a-f]{40}$/.test(one))).toEqual([]);
    for (const { uses: action = '', with: options } of steps) {
      if (action.startsWith('actions/checkout@'))
        expect(options).toMatchObject({ 'persist-credentials': false });
      if (action.startsWith('actions/setup-node@'))
        expect(options).toMatchObject({ 'package-manager-cache': false });
    }
  });

  it('publishes the tarball with its provenance and keeps bills of materials', () => {
    expect(runs(publish)).toMatch(/npm publish --ignore-scripts --provenance .*\.tgz$/m);
    expect(runs(pack)).toContain('npm sbom --sbom-format cyclonedx');
    expect(runs(pack)).toContain('package/dist/sbom.cdx.json');
    expect(runs(pack)).toContain('sha256sum');
  });
});
