import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { transform } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { type Access, accessOf } from '../../../src/commands/export/access.ts';
import { artilleryScript } from '../../../src/commands/export/artillery.ts';
import { k6Script } from '../../../src/commands/export/k6.ts';
import { comment, literal } from '../../../src/commands/export/literal.ts';
import { parameterHeaders } from '../../../src/commands/export/parameter-headers.ts';
import type { LoadPlan } from '../../../src/commands/export/plan.ts';
import { variableOf } from '../../../src/commands/export/variables.ts';
import type { FlowContext } from '../../../src/flows/flow.ts';
import { createVault } from '../../../src/http/vault.ts';
import type { FlowRequest } from '../../../src/types.ts';
import { ROOT } from '../../architecture/imports.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'mcp-authcheck-scripts-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const HOSTILE = '"; process.exit(1); // */ \u2028 $' + '{1} `x` {{ $env.HOME }} </script> ::error::\r\n\\';

const client: Access = {
  kind: 'client_credentials',
  tokenEndpoint: `https://id.example.com/${HOSTILE}`,
  method: 'client_secret_basic',
  clientId: HOSTILE,
  secretVariable: 'CLIENT_SECRET',
  form: { grant_type: 'client_credentials', scope: HOSTILE },
};

const planWith = (access: Access): LoadPlan => ({
  name: HOSTILE,
  url: 'https://mcp.example.com/mcp?a={{b}}',
  era: 'modern',
  revisions: { modern: '2026-07-28', legacy: '2025-11-25' },
  clientInfo: { name: 'mcp-authcheck-load', version: HOSTILE },
  headers: { 'X-Note': HOSTILE },
  secretHeaders: { 'X-Gateway-Key': 'GATEWAY_KEY' },
  tools: [HOSTILE],
  calls: [{ tool: HOSTILE, arguments: { [HOSTILE]: HOSTILE }, expected: HOSTILE, headers: {} }],
  access,
});

const accesses: readonly Access[] = [client, { kind: 'ready', why: HOSTILE }, { kind: 'none' }];

describe.each(accesses)('with access by $kind', (access) => {
  it.each([
    ['k6', k6Script],
    ['artillery', artilleryScript],
  ] as const)('a script for %s holds hostile text as literals only', async (_engine, render) => {
    const text = render(planWith(access));
    const { code } = await transform(text, { loader: 'js', minify: true, legalComments: 'none' });
    // What stood outside a literal or a comment would be there as code.
    expect(code.replaceAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '')).not.toContain(
      'process.exit',
    );
    const target = /const TARGET = (\{.*?\n\});/s.exec(text)?.[1] ?? '';
    expect(JSON.parse(target)).toMatchObject({ name: HOSTILE, calls: [{ expected: HOSTILE }] });
  });

  it('a script for k6 says nothing that its types contradict', () => {
    const file = path.join(folder, `${access.kind}.js`);
    writeFileSync(file, k6Script(planWith(access)));
    const k6 = path.join(ROOT, 'node_modules/@types/k6');
    const compilerOptions = {
      allowJs: true,
      checkJs: true,
      noEmit: true,
      strict: false,
      target: 'es2023',
      lib: ['es2023'],
      module: 'esnext',
      moduleResolution: 'bundler',
      types: ['k6'],
      typeRoots: [path.join(ROOT, 'node_modules/@types')],
      paths: { k6: [k6], 'k6/*': [`${k6}/*`] },
    };
    const config = path.join(folder, `${access.kind}.json`);
    writeFileSync(config, JSON.stringify({ compilerOptions, files: [file] }));
    const tsc = path.join(ROOT, 'node_modules/typescript/bin/tsc');
    const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', config], {
      encoding: 'utf8',
      timeout: 25_000,
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });
});

describe('what a load engine cannot do', () => {
  const access = (request: FlowRequest): Access =>
    accessOf({ request, target: { name: 'calc' } } as unknown as FlowContext, 'CLIENT_SECRET');

  it.each([
    [{ flow: 'authorization_code' }, 'authorization_code'],
    [{ flow: 'client_credentials', credential: { kind: 'managed_identity' } }, 'managed identity'],
  ] as const)('is left to a token in MCP_ACCESS_TOKEN: %o', (request, why) => {
    const found = access(request);
    expect(found).toEqual({ kind: 'ready', why: expect.stringContaining(why) });
    expect(k6Script(planWith(found))).toContain(why.slice(0, 12));
  });

  it('is refused when every request would need a signature of its own', () => {
    expect(() => access({ flow: 'client_credentials', dpop: true })).toThrow(
      expect.objectContaining({ code: 'usage.export_dpop' }),
    );
  });
});

describe('headers of a call in 2026-07-28', () => {
  const schema = {
    type: 'object',
    properties: {
      region: { type: 'string', 'x-mcp-header': 'Region' },
      inner: { type: 'object', properties: { deep: { type: 'integer', 'x-mcp-header': 'Deep' } } },
      plain: { type: 'string' },
    },
  };

  it('repeat the name and the arguments that the schema marks', () => {
    const call = { tool: 'add', arguments: { region: 'Zürich', inner: { deep: 7 }, plain: 'x' } };
    expect(parameterHeaders(call, { name: 'add', inputSchema: schema })).toEqual({
      'Mcp-Name': 'add',
      'Mcp-Param-Region': `=?base64?${Buffer.from('Zürich').toString('base64')}?=`,
      'Mcp-Param-Deep': '7',
    });
  });

  it('are the name alone where nothing is known of the tool', () => {
    expect(parameterHeaders({ tool: 'add', arguments: { a: 1 } }, undefined)).toEqual({ 'Mcp-Name': 'add' });
  });
});

it('a secret is read from the variable that it came from', () => {
  const secret = createVault().keep('a-secret-of-the-test');
  expect(variableOf(secret, { OTHER: 'a-secret-of-the-test\n', MORE: 'x' }, 'CLIENT_SECRET')).toBe('OTHER');
  expect(variableOf(secret, {}, 'CLIENT_SECRET')).toBe('CLIENT_SECRET');
});

it('literals and comments end no line and no comment', () => {
  expect(literal('\u2028<')).toBe('"\\u2028\\u003c"');
  expect(comment('a\n*/ b\u2029')).toBe('a\\n* / b\\u2029');
});
