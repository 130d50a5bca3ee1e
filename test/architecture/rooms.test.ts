import { describe, expect, it } from 'vitest';
import { importsIn } from './imports.ts';
import { globalClients, heavyAtStart, idle, strayNetwork, strayPackages, wrongWay } from './rooms.ts';
import { walks, withoutMention } from './tested.ts';

/** A made-up tree: file → its text. */
const tree = (files: Readonly<Record<string, string>>) =>
  Object.entries(files).flatMap(([file, source]) => importsIn(file, source));

describe('an arrow in the wrong direction is found', () => {
  it.each([
    ['src/types.ts', "import { a } from './errors.ts';"],
    ['src/errors.ts', "import type { A } from './types.ts';"],
    ['src/secret.ts', "import type { A } from './errors.ts';"],
    ['src/token/a.ts', "import { a } from '../http/b.ts';"],
    ['src/token/a.ts', "import type { A } from '../flows/flow.ts';"],
    ['src/flows/a.ts', "import type { A } from '../http/http.ts';"],
    ['src/flows/a.ts', "const a = await import('../client/b.ts');"],
    ['src/checks/token/a.ts', "import type { Profile } from '../../profiles/index.ts';"],
    ['src/diagnosis/rules/a.ts', "import { EXIT_CODES } from '../../errors.ts';"],
    ['src/diagnosis/rules/a.ts', "import type { Check } from '../../checks/check.ts';"],
    ['src/reporters/a.ts', "import { mask } from '../secret.ts';"],
    ['src/run.ts', "import { checks } from './checks/index.ts';"],
    ['src/run.ts', "import { check } from './checks/check.ts';"],
    ['src/commands/config/a.ts', "import { startWorld } from '../../../fixtures/world.ts';"],
    ['src/flows/a.ts', "import { startWorld } from '../../fixtures/world.ts';"],
    ['fixtures/world.ts', "import type { Token } from '../src/types.ts';"],
    ['src/token/a.ts', "export * from '../index.ts';"],
    ['src/new-file.ts', "import type { Token } from './types.ts';"],
    ['src/commands/a.ts', "import { a } from '../new-room/a.ts';"],
  ])('%s: %s', (file, source) => {
    expect(wrongWay(tree({ [file]: source }))).toHaveLength(1);
  });

  it.each([
    ['src/types.ts', "import type { ErrorObject } from './errors.ts';"],
    ['src/flows/a.ts', "import { decode } from '../token/decode.ts';"],
    ['src/checks/token/a.ts', "import type { Check } from '../check.ts';"],
    ['src/run.ts', "import type { Check } from './checks/check.ts';"],
    ['src/run.ts', "import { summary } from './verdicts.ts';"],
    ['src/commands/a.ts', "import { startWorld } from '../../fixtures/world.ts';"],
    ['fixtures/world.ts', "import { startEntra } from './entra/index.ts';"],
  ])('but not in %s: %s', (file, source) => {
    expect(wrongWay(tree({ [file]: source }))).toEqual([]);
  });
});

describe('a package outside its room is found', () => {
  it.each([
    ['src/token/a.ts', "import { Command } from 'commander';"],
    ['src/flows/a.ts', "import { request } from 'undici';"],
    ['src/flows/a.ts', "import type { JWTPayload } from 'jose';"],
    ['src/client/a.ts', "const msal = await import('@azure/msal-node');"],
    ['src/client/a.ts', "const { McpServer } = await import('@modelcontextprotocol/server');"],
    ['fixtures/a.ts', "import { Client } from '@modelcontextprotocol/client';"],
    ['src/commands/a.ts', "import { z } from 'zod';"],
    ['src/token/a.ts', "import lodash from 'lodash';"],
  ])('%s: %s', (file, source) => {
    expect(strayPackages(tree({ [file]: source }))).toHaveLength(1);
  });

  it('but not in its own', () => {
    const home = tree({
      'src/commands/config/a.ts': "import { z } from 'zod';\nimport { parse } from 'yaml';",
      'src/http/a.ts': "import { request } from 'undici';",
    });
    expect(strayPackages(home)).toEqual([]);
  });
});

describe('a way around the http room is found', () => {
  it.each(['http', 'https', 'http2', 'net', 'tls', 'dgram'])('node:%s', (name) => {
    const line = `import { x } from 'node:${name}';`;
    expect(strayNetwork(tree({ 'src/token/a.ts': line }))).toHaveLength(1);
    expect(strayNetwork(tree({ 'src/http/a.ts': line }))).toEqual([]);
    expect(strayNetwork(tree({ 'src/flows/a.ts': line }))).toHaveLength(1);
  });

  it('in the listener too, when it does more than listen', () => {
    const listener = (names: string) =>
      strayNetwork(tree({ 'src/flows/listen.ts': `import { ${names} } from 'node:http';` }));
    expect(listener('createServer, type Server')).toEqual([]);
    expect(listener('createServer, request')).toHaveLength(1);
    expect(strayNetwork(tree({ 'src/flows/listen.ts': "import http from 'node:http';" }))).toHaveLength(1);
  });

  it.each([
    'await fetch(url);',
    'const send = globalThis.fetch;',
    "new WebSocket('wss://example.com');",
    'const go = (url: string) => fetch(url);',
  ])('%s', (source) => {
    expect(globalClients('src/token/a.ts', source)).toHaveLength(1);
    expect(globalClients('src/http/a.ts', source)).toEqual([]);
  });

  it.each([
    'await http.fetch(options);',
    'const fetch = http.fetch(options); await fetch(url);',
    'async function go(fetch: typeof globalThis.fetch) { await fetch(url); }',
    '// fetch(url) would be unbounded',
    'prefetch(url);',
  ])('but not: %s', (source) => {
    expect(globalClients('src/token/a.ts', source)).toEqual([]);
  });
});

describe('what start-up loads', () => {
  const files = {
    'src/cli.ts': "const { main } = await import('./commands/main.ts');",
    'src/commands/main.ts': "import { a } from './a.ts';\nimport type { B } from './b.ts';",
    'src/commands/a.ts': "export { c } from './c.ts';",
    'src/commands/b.ts': "import { parse } from 'yaml';",
    'src/commands/c.ts': "import * as undici from 'undici';\nconst { z } = await import('zod');",
  };

  it('is told with the chain of imports', () => {
    expect(heavyAtStart(['src/commands/main.ts'], tree(files))).toEqual([
      'src/commands/main.ts → src/commands/a.ts → src/commands/c.ts → undici',
    ]);
  });

  it('ends at a lazy import and at a type', () => {
    expect(heavyAtStart(['src/cli.ts'], tree(files))).toEqual([]);
    expect(heavyAtStart(['src/commands/main.ts'], tree(files), ['yaml', 'zod'])).toEqual([]);
  });

  it('leaves idle modules visible', () => {
    const modules = [...Object.keys(files), 'src/commands/forgotten.ts'];
    expect(idle(['src/cli.ts'], modules, tree(files))).toEqual(['src/commands/forgotten.ts']);
  });

  it('survives modules that import each other', () => {
    const ring = {
      'src/token/a.ts': "import './b.ts';",
      'src/token/b.ts': "import './a.ts';\nimport 'jose';",
    };
    expect(heavyAtStart(['src/token/a.ts'], tree(ring))).toEqual(['src/token/a.ts → src/token/b.ts → jose']);
  });
});

describe('a name without a test is found', () => {
  it('whole and between quotes only', () => {
    const text = "it('breaks', () => world({ fault: 'open-door' }))";
    expect(withoutMention(['open-door', 'open', 'door'], ['a.test.ts'], () => text)).toEqual([
      'open',
      'door',
    ]);
  });

  it('unless the test walks the whole registry', () => {
    expect(walks('faults', "it.each(faults.map((fault) => [fault.name]))('%s', run);")).toBe(true);
    expect(walks('faults', "it.each(['open-door'])('%s', run);")).toBe(false);
    expect(walks('faults', 'it.each(faultsOfOldVersions)')).toBe(false);
  });
});
