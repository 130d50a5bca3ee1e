import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { load, refusal, secretOf } from './given.ts';
import { inFolder } from './in-folder.ts';

const TOP = 'mcp-authcheck.yaml';
const target = (name: string, more = '') =>
  `  ${name}: { url: https://${name.toLowerCase()}.example/mcp${more} }\n`;
const targets = (...lines: readonly string[]) => `targets:\n${lines.join('')}`;

describe('included files', () => {
  it('bring their targets after the own ones, nested and by pattern, with a list of their own', async () => {
    const given = await inFolder({
      [TOP]: `include: [base.yaml, "teams/*/targets.y?ml"]\n${targets(target('own'))}`,
      'base.yaml': targets(target('base')),
      'teams/b/targets.yaml': targets(target('b')),
      'teams/a/targets.yaml': `include: [further.json]\n${targets(target('a'))}`,
      'teams/a/further.json': '{"targets": {"further": {"url": "https://further.example/mcp"}}}',
      'teams/a/other.yaml': 'not: [read',
    });
    const { targets: found } = await load(given);
    expect(found.map(({ name }) => name)).toEqual(['own', 'base', 'a', 'further', 'b']);
    const chosen = await load({ ...given, targets: ['further'] });
    expect(chosen.targets.map(({ url }) => url)).toEqual(['https://further.example/mcp']);
  });

  it('inherit defaults: their own before those of the including file, a target before both', async () => {
    const { targets: found } = await load(
      await inFolder({
        [TOP]: 'include: [a.yaml]\ndefaults: { timeout: 5, protocol: both, tags: [top] }',
        'a.yaml': `defaults: { timeout: 6, tags: [a] }\n${targets(target('x'), target('y', ', timeout: 7'))}`,
      }),
    );
    expect(found.map(({ timeoutMs, protocol, tags }) => [timeoutMs, protocol, tags])).toEqual([
      [6000, 'both', ['a']],
      [7000, 'both', ['a']],
    ]);
  });

  it('read secret files from the folder of the file in which they stand, also from defaults', async () => {
    const flows = 'flows: [{ flow: bearer, token: { file: token } }]';
    const { targets: found } = await load(
      await inFolder({
        [TOP]: `include: [sub/a.yaml, sub/b.yaml]\ndefaults: { ${flows} }`,
        token: 'top.a.b',
        'sub/token': 'sub.a.b',
        'sub/a.yaml': targets(target('inherits')),
        'sub/b.yaml': targets(target('says', `, ${flows}`)),
      }),
    );
    expect(found.map(({ flows: [flow] }) => secretOf(flow?.credential))).toEqual(['top.a.b', 'sub.a.b']);
  });

  it.each([
    [
      'a circle',
      { [TOP]: 'include: [a.yaml]', 'a.yaml': 'include: [b.yaml]', 'b.yaml': `include:\n  - ./a.yaml` },
      'config.include_cycle',
      /^b.yaml:2:5: include\[0\]: .*mcp-authcheck.yaml:1:11: include\[0\]/,
    ],
    ['itself', { [TOP]: `include: [${TOP}]` }, 'config.include_cycle', /^mcp-authcheck.yaml:1:11/],
    [
      'a file twice',
      { [TOP]: 'include: [a.yaml, "*.yaml"]', 'a.yaml': targets(target('x')) },
      'config.include_twice',
      /^mcp-authcheck.yaml:1:19: include\[1\]: .*mcp-authcheck.yaml:1:11/,
    ],
    [
      'a file that is not there',
      { [TOP]: 'include: [a.yaml]' },
      'config.include_missing',
      /"a.yaml" does not exist/,
    ],
    ['a pattern of nothing', { [TOP]: 'include: ["a/*.yaml"]' }, 'config.include_missing', /no file matches/],
    ['two stars', { [TOP]: 'include: ["**/*.yaml"]' }, 'config.include_pattern', /\*\* is not supported/],
    ['a way out', { [TOP]: 'include: [../../etc/passwd]' }, 'config.include_outside', /lies outside/],
    ['a way out by pattern', { [TOP]: 'include: ["../*"]' }, 'config.include_outside', /lies outside/],
    ['another place', { [TOP]: 'include: [/etc/hostname]' }, 'config.include_outside', /lies outside/],
    [
      'a mistake in an included file',
      { [TOP]: 'include: [sub/a.yaml]', 'sub/a.yaml': targets(target('x'), target('y', ', audence: z')) },
      'config.unknown_key',
      /^sub\/a.yaml:3:3: targets.y: unknown key "audence"/,
    ],
    [
      'a wrong default in an included file',
      {
        [TOP]: 'include: [a.yaml]',
        'a.yaml': `defaults:\n  jwks: http://x.example\n${targets(target('x'))}`,
      },
      'usage.url_not_https',
      /^a.yaml:2:3: defaults.jwks/,
    ],
    [
      'a name twice',
      { [TOP]: `include: [a.yaml]\n${targets(target('x'))}`, 'a.yaml': targets(target('y'), target('x')) },
      'config.target_twice',
      /^a.yaml:3:3: the target x is there already: mcp-authcheck.yaml:3:3/,
    ],
    [
      'names that differ in case',
      { [TOP]: `include: [a.yaml]\n${targets(target('x'))}`, 'a.yaml': targets(target('X')) },
      'config.target_name',
      /^a.yaml:2:3: two targets differ only in case: X, and x at mcp-authcheck.yaml:3:3/,
    ],
    ['an empty file', { [TOP]: 'include: [a.yaml]', 'a.yaml': '' }, 'config.empty', /^a.yaml: /],
    [
      'no target in any',
      { [TOP]: 'include: [a.yaml]', 'a.yaml': 'targets: {}' },
      'config.no_targets',
      /no target/,
    ],
  ])('%s is refused', async (_, files, code, message) => {
    const error = await refusal(await inFolder(files));
    expect(error.message).toMatch(message);
    expect([error.code, error.exit]).toEqual([code, 2]);
  });

  it('are not followed by a link out of the folder', async () => {
    const elsewhere = await inFolder({ 'secret.yaml': targets(target('x')) });
    const given = await inFolder({ [TOP]: 'include: ["*.yml"]' });
    await symlink(join(elsewhere.cwd ?? '', 'secret.yaml'), join(given.cwd ?? '', 'link.yml'));
    expect((await refusal(given)).code).toBe('config.include_outside');
  });

  it('are at most a thousand', async () => {
    const given = await inFolder({ [TOP]: 'include: ["many/*.yaml"]' });
    const many = join(given.cwd ?? '', 'many');
    await mkdir(many);
    for (let index = 0; index < 1000; index += 1) {
      await writeFile(join(many, `${index}.yaml`), targets(target(`t${index}`)));
    }
    expect((await refusal(given)).code).toBe('config.include_limit');
  });

  it('ten thousand targets cost about ten times what a thousand cost', async () => {
    const time = async (count: number): Promise<number> => {
      const lines = Array.from({ length: count }, (_, index) => target(`t${index}`, ', tags: [x]'));
      const given = await inFolder({ [TOP]: targets(...lines) });
      const start = performance.now();
      expect((await load(given)).targets).toHaveLength(count);
      return performance.now() - start;
    };
    await time(1000);
    const thousand = Math.min(await time(1000), await time(1000));
    // Looking for each name from the beginning would cost a hundred times as much.
    expect((await time(10_000)) / thousand).toBeLessThan(40);
  }, 60_000);
});
