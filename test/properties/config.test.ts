import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseJson } from '../../src/commands/config/json-document.ts';
import { timeoutMs } from '../../src/commands/config/values.ts';
import { parseYaml } from '../../src/commands/config/yaml-document.ts';
import { shardOf } from '../../src/commands/shard.ts';
import { durationOf } from '../../src/commands/watch/duration.ts';
import { AuthcheckError, UsageError } from '../../src/errors.ts';
import { load, refusal } from '../commands/config/given.ts';
import { nasty, PATIENT, times } from './runs.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'authcheck-config-'));
});
afterAll(async () => await rm(folder, { recursive: true, force: true }));

const TOP = 'mcp-authcheck.json';

async function written(files: Readonly<Record<string, string>>): Promise<{ cwd: string; targets: [] }> {
  const cwd = await mkdtemp(path.join(folder, 'c-'));
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(cwd, name), text);
  return { cwd, targets: [] };
}

/** Undefined, or the refusal. Whatever else is thrown is a fault of ours. */
function refused<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof AuthcheckError || error instanceof RangeError) return undefined;
    throw error;
  }
}

function isUnpolluted(): boolean {
  const fresh: Record<string, unknown> = {};
  return (
    fresh.polluted === undefined &&
    Object.keys(Object.prototype).length === 0 &&
    Object.getPrototypeOf([]) === Array.prototype
  );
}

const FORBIDDEN = ['__proto__', 'constructor', 'prototype'];
const key = fc.oneof(
  fc.constantFrom(...FORBIDDEN, 'targets', 'defaults', 'url', 'timeout', 'tags', 'flows', 'polluted'),
  nasty,
);
const tree = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.oneof(nasty, fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.array(fc.tuple(key, tie('value')), { maxLength: 4 }).map((entries) => ({ entries })),
})).value;

/** JSON with exactly these members, whatever they are called. */
function jsonOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const { entries } = value as { entries: readonly (readonly [string, unknown])[] };
  return `{${entries.map(([name, member]) => `${JSON.stringify(name)}:${jsonOf(member)}`).join(',')}}`;
}

describe('a configuration file that anybody may have written', () => {
  it('changes no prototype, and has no key that could', PATIENT, () => {
    fc.assert(
      fc.property(tree, (value) => {
        const text = jsonOf(value);
        for (const parse of [() => parseJson(TOP, text, false), () => parseYaml('a.yaml', text)]) {
          const document = refused(parse);
          if (document !== undefined)
            expect(keysIn(document.value).filter((name) => FORBIDDEN.includes(name))).toEqual([]);
        }
        expect(isUnpolluted()).toBe(true);
      }),
      times(400),
    );
  });

  it('is refused or read, whatever stands in it, and never quoted in the refusal', PATIENT, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(tree.map(jsonOf), nasty, fc.constantFrom('a: &a [*a]', '- !!js/function x', 'a: 1\na: 2')),
        async (text) => {
          const canary = `canary${'x'.repeat(20)}`;
          const given = await written({ 'mcp-authcheck.yaml': `${text}\n# ${canary}` });
          await expect(refusalOrTargets(given)).resolves.not.toContain(canary);
          expect(isUnpolluted()).toBe(true);
        },
      ),
      times(150),
    );
  });

  it('knows its keys: any other is refused by name', PATIENT, async () => {
    const level = fc.constantFrom('', 'defaults', 'target', 'flow', 'expect');
    await fc.assert(
      fc.asyncProperty(
        level,
        fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'X', 'Y', '_'), minLength: 3, maxLength: 9 }),
        async (where, name) => {
          const strange = (at: string) => (at === where ? { [name]: 1 } : {});
          const document = {
            ...strange(''),
            defaults: strange('defaults'),
            targets: {
              a: {
                url: 'https://a.example/',
                ...strange('target'),
                flows: [{ flow: 'none', ...strange('flow') }],
                expect: strange('expect'),
              },
            },
          };
          const error = await refusal(await written({ [TOP]: JSON.stringify(document) }));
          expect(error).toBeInstanceOf(UsageError);
          expect(error.code).toBe('config.unknown_key');
          expect(error.message).toContain(name);
        },
      ),
      times(80),
    );
  });

  it(
    'yields to what stands closer: target, own defaults, defaults of the including file; a flag before all',
    PATIENT,
    async () => {
      const seconds = fc.option(fc.integer({ min: 1, max: 600 }), { nil: undefined });
      const tags = fc.option(fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 2 }), { nil: undefined });
      const settings = fc.record({ timeout: seconds, tags });
      await fc.assert(
        fc.asyncProperty(settings, settings, settings, seconds, async (top, middle, own, flag) => {
          const given = await written({
            [TOP]: JSON.stringify({ include: ['a.json'], defaults: top }),
            'a.json': JSON.stringify({
              defaults: middle,
              targets: { x: { url: 'https://x.example/', ...own } },
            }),
          });
          const flags = flag === undefined ? {} : { timeout: String(flag) };
          const [target] = (await load({ ...given, flags })).targets;
          expect(target?.timeoutMs).toBe((flag ?? own.timeout ?? middle.timeout ?? top.timeout ?? 30) * 1000);
          expect(target?.tags ?? []).toEqual(own.tags ?? middle.tags ?? top.tags ?? []);
        }),
        times(80),
      );
    },
  );

  it('explodes neither by aliases nor by depth nor by stars', PATIENT, async () => {
    const lines = Array.from(
      { length: 30 },
      (_, index) => `a${index}: &a${index} [${`*a${index - 1},`.repeat(9)}]`,
    );
    const bomb = lines.map((line, index) => (index === 0 ? 'a0: &a0 [x,x,x]' : line)).join('\n');
    const slow = Array.from({ length: 24 }, (_, index) =>
      index === 0 ? 'a0: &a0 [x]' : `a${index}: &a${index} [*a${index - 1}, *a${index - 1}]`,
    ).join('\n');
    const deep = (depth: number) => `a: ${'['.repeat(depth)}${']'.repeat(depth)}`;
    for (const text of [bomb, slow, deep(100_000), deep(400), 'a: &a [*a]', 'a: &a { b: &b [*a] }'])
      expect((await refusal(await written({ 'mcp-authcheck.yaml': text }))).exit).toBe(2);

    const given = await written({ [TOP]: JSON.stringify({ include: [`${'*a'.repeat(40)}b`] }) });
    await writeFile(path.join(given.cwd, 'a'.repeat(200)), '');
    expect((await refusal(given)).code).toBe('config.include_missing');

    const links = await written({ [TOP]: JSON.stringify({ include: [`${'*/'.repeat(60)}x.json`] }) });
    await mkdir(path.join(links.cwd, 'd'));
    for (const name of ['e', 'f', 'g']) await symlink('.', path.join(links.cwd, name));
    expect((await refusal(links)).code).toBe('config.include_pattern');
  });
});

describe('numbers that people write', () => {
  it('are seconds from 1 to 600, or refused', PATIENT, () => {
    fc.assert(
      fc.property(
        fc.oneof(
          nasty,
          fc.double().map(String),
          fc.double(),
          fc.integer().map(String),
          fc.constantFrom('1e2', '0x10', ' 5', '5 m', '-1', '1e9', '٣'),
        ),
        (value) => {
          const found = refused(() => timeoutMs(value, '--timeout'));
          if (found === undefined) return;
          expect(found).toBeGreaterThanOrEqual(1_000);
          expect(found).toBeLessThanOrEqual(600_000);
          expect(String(value)).toMatch(/^[0-9.]+$/);
          expect(found).toBe(Math.round(Number(value) * 1000));
        },
      ),
      times(500),
    );
  });

  it('are durations from 10 s to 24 h, or refused', PATIENT, () => {
    const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
    fc.assert(
      fc.property(
        fc.oneof(
          nasty,
          fc
            .tuple(fc.integer({ min: -5, max: 100_000 }), fc.constantFrom('s', 'm', 'h', 'd', ''))
            .map((all) => all.join('')),
        ),
        (text) => {
          const found = refused(() => durationOf(text));
          const [, number = '', unit = ''] = /^\s*(\d+)([smh])\s*$/.exec(text) ?? [];
          const wanted = Number(number) * (units[unit] ?? Number.NaN);
          expect(found).toBe(wanted >= 10 && wanted <= 86_400 ? wanted * 1000 : undefined);
        },
      ),
      times(500),
    );
  });

  it('are a shard that exists, or refused', PATIENT, () => {
    const number = fc.oneof(
      fc.integer({ min: -2, max: 20_000 }).map(String),
      nasty,
      fc.constantFrom('01', '1.0', '1e1', ''),
    );
    fc.assert(
      fc.property(number, fc.constantFrom('/', '', '//', ' / '), number, (index, between, total) => {
        const found = refused(() => shardOf(`${index}${between}${total}`, {}));
        const isShard =
          /^\s*\d{1,6}\/\d{1,6}\s*$/.test(`${index}${between}${total}`) &&
          Number(index) >= 1 &&
          Number(index) <= Number(total) &&
          Number(total) <= 10_000;
        expect(found).toEqual(
          isShard ? { index: Number(index), total: Number(total), from: '--shard' } : undefined,
        );
      }),
      times(500),
    );
  });
});

async function refusalOrTargets(given: { cwd: string; targets: [] }): Promise<string> {
  try {
    return JSON.stringify((await load(given)).targets);
  } catch (error) {
    if (!(error instanceof AuthcheckError)) throw error;
    return `${error.message} ${error.hint}`;
  }
}

function keysIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Reflect.ownKeys(value).flatMap((name) => [String(name), ...keysIn(Reflect.get(value, name))]);
}
