import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { faults } from '../fixtures/faults/index.ts';
import { checks } from '../src/checks/index.ts';
import { rules } from '../src/diagnosis/index.ts';
import { importsBelow, modulesBelow, ROOT, sourceOf } from './architecture/imports.ts';
import {
  globalClients,
  heavyAtStart,
  idle,
  loadedWith,
  strayNetwork,
  strayPackages,
  wrongWay,
} from './architecture/rooms.ts';
import { unnamed, walks } from './architecture/tested.ts';

const imports = importsBelow('src', 'fixtures');
const modules = modulesBelow('src', 'fixtures');

describe('the rooms', () => {
  it('import in the direction of the arrows', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(wrongWay(imports)).toEqual([]);
  });

  it('keep each package in its room', () => {
    expect(strayPackages(imports)).toEqual([]);
  });

  it('reach the network through the http room only', () => {
    expect(strayNetwork(imports)).toEqual([]);
    expect(modules.flatMap((file) => globalClients(file, sourceOf(file)))).toEqual([]);
  });

  it('hold no module that nothing leads to', () => {
    expect(idle(['src/cli.ts', 'src/index.ts'], modules, imports)).toEqual([]);
  });

  it('import files that exist', () => {
    const missing = imports.filter((line) => line.kind === 'file' && !existsSync(path.join(ROOT, line.to)));
    expect(missing.map((line) => `${line.from} imports ${line.to}`)).toEqual([]);
  });
});

describe('start-up', () => {
  it.each(['src/cli.ts', 'src/commands/main.ts'])('%s loads no heavy package', (entry) => {
    expect(heavyAtStart([entry], imports)).toEqual([]);
  });

  it('of the bin loads one module besides itself before it knows what was asked', () => {
    expect([...loadedWith(['src/cli.ts'], imports).keys()]).toEqual(['src/cli.ts', 'src/version.ts']);
  });
});

describe('everything in a registry has its place and its test', () => {
  it.each(checks.map((check) => check.id))('check %s', (id) => {
    expect(modules).toContain(`src/checks/${id}.ts`);
    expect(existsSync(path.join(ROOT, `test/checks/${id}.test.ts`)), `test/checks/${id}.test.ts`).toBe(true);
  });

  it('every diagnosis rule is named in a test of the room', () => {
    expect(
      unnamed(
        rules.map((rule) => rule.code),
        'test/diagnosis',
      ),
    ).toEqual([]);
  });

  it('every fault is a case of the test that walks the registry', () => {
    expect(walks('faults', sourceOf('test/fixtures/describe-faults.ts'))).toBe(true);
    const parts = [0, 1, 2].map((part) => sourceOf(`test/fixtures/faults-${part}.test.ts`));
    for (const [part, source] of parts.entries()) expect(source).toContain(`index % 3 === ${part}`);
  });

  it('under a name of its own', () => {
    for (const names of [
      checks.map((check) => check.id),
      rules.map((rule) => rule.code),
      faults.map((fault) => fault.name),
    ]) {
      expect(names.length).toBeGreaterThan(0);
      expect(names).toEqual([...new Set(names)]);
    }
  });
});
