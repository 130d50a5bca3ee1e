import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../src/types.ts';
import { type OpenWorld, startOpenWorld } from './docs/open-world.ts';
import { blocksOf, isForOpenWorld, PAGES, shellCommands } from './docs/pages.ts';

const METADATA_URL = 'https://client.example.com/oauth/client.json';
let world: OpenWorld;

beforeAll(async () => {
  world = await startOpenWorld();
});

afterAll(() => world.close());

const lines = [...new Set(PAGES.flatMap(shellCommands))].filter(isForOpenWorld);
const lineWith = (words: string): string => {
  const found = lines.filter((line) => line.includes(words));
  expect(found).toHaveLength(1);
  return found[0] ?? '';
};
const kept = () => path.join(world.folder, '.local/state/mcp-authcheck/registered-clients.json');

describe('what a reader types about clients', () => {
  it.each(lines)('ends well: %s', async (line) => {
    const { code, stdout, stderr } = await world.type(line);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).not.toBe('');
  });

  it.each([
    ['--client-metadata-url', METADATA_URL],
    ['--private-key client.key --flow enterprise', 'ci'],
    ['--federated github', 'ci'],
    ['--flow jwt_bearer', ''],
  ])('%s: is the client "%s" at the authorization server', async (words, client) => {
    const before = world.server.served.length;
    await world.type(lineWith(words));
    expect(new Set(world.server.served.slice(before))).toEqual(new Set([client]));
  });

  it('--dpop: brings a bound token, whose binding the endpoint sees to', async () => {
    const { stdout } = await world.type(`${lineWith('--dpop')} --format json`);
    const [target] = (JSON.parse(stdout) as Report).targets;
    expect(target?.flows[0]?.token?.claims).toHaveProperty('cnf.jkt');
    const check = target?.results.filter(({ id }) => id === 'endpoint/rejects-bound-token-as-bearer');
    expect(check?.map(({ verdict }) => verdict)).toContain('pass');
  });

  it('--elicit: is what the tool gets for an answer', async () => {
    const line = lineWith('--elicit');
    expect(await world.type(line)).toMatchObject({ code: 0, stdout: expect.stringContaining('2 booked') });
    const without = await world.type(line.replace(/--elicit .*/, ''));
    expect(without).toMatchObject({ code: 5, stderr: expect.stringContaining('Declined') });
  });
});

describe('a registered client', () => {
  it('is kept for later runs, readable by this user alone, until its file is removed', async () => {
    const line = lineWith('login https://tools.example.com/mcp --client-metadata-url').replace(
      / --client.*/,
      '',
    );
    await world.type(line);
    const [first] = world.server.served.slice(-1);
    expect(first).toMatch(/^registered-/);
    expect(await readFile(kept(), 'utf8')).toContain(first);
    expect((await stat(kept())).mode & 0o077).toBe(0);

    await world.type(line);
    expect(world.server.served.at(-1)).toBe(first);

    await world.type(`rm ${JSON.stringify(kept())}`);
    await world.type(line);
    expect(world.server.served.at(-1)).not.toBe(first);
  });
});

describe('the configuration file of the page', () => {
  it('proves both flows that it describes', async () => {
    const [text = ''] = blocksOf('docs/clients.md', 'yaml')
      .map((block) => block.text)
      .filter((block) => block.includes('targets:'));
    const led = text
      .replace('https://tools.example.com/mcp', world.mcpUrl)
      .replace('https://login.example.com', world.server.issuer)
      .replace('https://sso.example.com/token', world.server.idp.tokenEndpoint);
    await writeFile(path.join(world.folder, 'mcp-authcheck.yaml'), led);
    const { code, stdout, stderr } = await world.type('mcp-authcheck verify --format json');
    expect({ code, stderr }).toMatchObject({ code: 0 });
    const [target] = (JSON.parse(stdout) as Report).targets;
    expect(target?.flows.map(({ flow, verdict }) => [flow, verdict])).toEqual([
      ['jwt_bearer', 'pass'],
      ['enterprise', 'pass'],
    ]);
  });
});
