import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { LIMITS as SESSION } from '../src/client/limits.ts';
import { LIMITS as HTTP } from '../src/http/limits.ts';
import { modulesBelow, ROOT, sourceOf } from './architecture/imports.ts';
import { anchorsOf, linksOf, pageText } from './docs/pages.ts';
import { defenceMutants } from './mutations/defence-mutants.mjs';

interface Row {
  readonly defence: string;
  readonly promise: string;
  readonly tests: readonly string[];
}

const page = pageText('docs/security.md');
const rows: readonly Row[] = [...page.matchAll(/^\| \*\*(.+?)\*\* \| (.+?) \| (.+?) \|$/gm)].map(
  ([, defence = '', promise = '', tests = '']) => ({
    defence,
    promise,
    tests: [...tests.matchAll(/`([^`]+)`/g)].map(([, file = '']) => file),
  }),
);

describe('the table of defences', () => {
  it('has a row for each defence, with what is promised, in the order of the mutants', () => {
    expect(rows.map(({ defence }) => defence)).toEqual([
      ...new Set(defenceMutants.map(({ defence }) => defence)),
    ]);
    expect(rows.length).toBe(29);
    for (const { promise } of rows) expect(promise).toMatch(/^[A-Z].{60,}\.$/);
  });

  it.each(rows)('$defence: names tests that exist', ({ tests }) => {
    expect(tests).not.toEqual([]);
    expect(tests.filter((file) => !existsSync(path.join(ROOT, file)))).toEqual([]);
  });

  it.each(rows)('$defence: names the tests that fail without it', ({ defence, tests }) => {
    const used = defenceMutants.filter((mutant) => mutant.defence === defence);
    const unnamed = used.flatMap((mutant) =>
      mutant.tests.some((file) => tests.includes(file)) ? [] : [`${mutant.name}: ${mutant.tests.join()}`],
    );
    expect(unnamed).toEqual([]);
    const unused = tests.filter((file) => !used.some((mutant) => mutant.tests.includes(file)));
    expect(unused).toEqual([]);
  });
});

/** The value of a constant of a module, read from its source. */
function constant(file: string, name: string): number {
  const found = new RegExp(`const ${name} = ([\\d_]+)(?: \\* ([\\d_]+))?;`).exec(
    readFileSync(path.join(ROOT, 'src', file), 'utf8'),
  );
  if (found === null) throw new Error(`${file} has no number ${name}`);
  const [, one = '', other = '1'] = found;
  return Number(one.replaceAll('_', '')) * Number(other.replaceAll('_', ''));
}

const KIB = 1024;
const seconds = (milliseconds: number): string => `${milliseconds / 1000} s`;
const size = (bytes: number): string =>
  bytes >= KIB * KIB ? `${bytes / KIB / KIB} MiB` : `${bytes / KIB} KiB`;

describe('the table of limits says what the program does', () => {
  const { bodyBytes } = HTTP;
  const worker = 'client/schema-validator.ts';
  it.each([
    ['connecting: name, TCP, proxy and TLS', seconds(HTTP.connectMs)],
    [
      'response headers',
      `${seconds(HTTP.headersMs)} or a third of \`--timeout\`, ${size(HTTP.headerBytes)}, ${HTTP.headerLines} lines`,
    ],
    ['redirects of metadata', `${HTTP.redirects}`],
    ['metadata and answers of a token endpoint, decoded', size(bodyBytes.metadata)],
    ['metadata and answers of a token endpoint, decoded', size(bodyBytes.credential)],
    ['answers of the endpoint, decoded', size(bodyBytes.mcp)],
    ['answers of the endpoint, decoded', size(bodyBytes.probe)],
    ['decoded bytes for each byte on the wire', `${HTTP.ratio}, once ${size(HTTP.ratioAfter)} was decoded`],
    [
      'event stream',
      `${size(HTTP.eventStreamBytes)}, ${HTTP.events} events of ${size(HTTP.eventBytes)}, opened again ${HTTP.reconnects} times`,
    ],
    ['all answers of one target, decoded', size(HTTP.targetBytes)],
    ['connections to one origin', `${HTTP.socketsPerOrigin}`],
    ['tool lists', `${SESSION.pages} pages, ${SESSION.tools} tools`],
    [
      'a tool',
      `name of ${SESSION.name}, description of ${SESSION.description}, schema of ${SESSION.schema} characters`,
    ],
    ['JSON of the endpoint', `${SESSION.depth} deep, ${SESSION.nodes} values`],
    [
      'a JSON Schema in the worker',
      `${seconds(constant(worker, 'DEADLINE_MS'))}, ${constant(worker, 'HEAP_MIB')} MiB of heap`,
    ],
    ['an access token', `${constant('flows/token-answer.ts', 'LONGEST_TOKEN')} characters`],
    [
      'waiting for a person',
      `300 s by default, \`--timeout\`; a sign-in in the browser ${seconds(constant('flows/loopback.ts', 'LONGEST_WAIT_MS'))} at most, a device ${seconds(constant('flows/device-code.ts', 'LONGEST_WAIT_MS'))}`,
    ],
    [
      'retries of a busy authorization server',
      `${constant('flows/rate-limit.ts', 'RETRIES')}, after ${seconds(constant('flows/rate-limit.ts', 'LONGEST_WAIT_MS'))} at most each`,
    ],
    [
      'a command that prints a secret',
      `${seconds(constant('commands/config/secret-command.ts', 'TIMEOUT_MS'))}, ${constant('commands/config/secret-command.ts', 'LONGEST_OUTPUT')} bytes`,
    ],
  ])('%s: %s', (what, limit) => {
    expect(page).toContain(`\n| ${what} | ${limit} |\n`);
  });
});

describe('masks of CI systems', () => {
  it('are asked for nowhere, because to ask is to print the secret', () => {
    const asking = modulesBelow('src').filter((file) => /add-mask|task\.setsecret/.test(sourceOf(file)));
    expect(asking).toEqual([]);
  });
});

describe('SECURITY.md', () => {
  it('links to what exists, and names no address of a person', () => {
    const links = linksOf('SECURITY.md');
    expect(links).toContain('docs/security.md');
    expect(links.filter((link) => !existsSync(path.join(ROOT, link)))).toEqual([]);
    expect(pageText('SECURITY.md')).not.toMatch(/[\w.+-]+@[\w-]+\.\w+/);
    expect(anchorsOf('docs/security.md')).toContain('reporting');
  });
});
