import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './architecture/imports.ts';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
type JsonObject = Extract<Json, { readonly [name: string]: Json }>;

const folder = mkdtempSync(path.join(tmpdir(), 'mcp-authcheck-schema-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const schemaOf = (name: string): JsonObject =>
  JSON.parse(readFileSync(path.join(ROOT, 'schema', name), 'utf8')) as JsonObject;

const run = (file: string, ...argv: readonly string[]) =>
  spawnSync(process.execPath, [path.join(ROOT, file), ...argv], {
    cwd: folder,
    encoding: 'utf8',
    timeout: 60_000,
  });

describe('the schemas', () => {
  it('are what the types and the validators say now', () => {
    const { status, stderr } = run('scripts/schema.mjs', '--check');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });

  it('are called stale when they are not', () => {
    const copy = path.join(folder, 'schema');
    cpSync(path.join(ROOT, 'schema'), copy, { recursive: true });
    const file = path.join(copy, 'report.v1.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"inconclusive"', '"undecided"'));
    const { status, stderr } = run('scripts/schema.mjs', '--check', '--to', copy);
    expect({ status, stderr }).toEqual({ status: 1, stderr: 'report.v1.json is stale: npm run schema\n' });
  });
});

describe('the report schema', () => {
  let healthy: JsonObject;
  let broken: JsonObject;
  const exact = validator(closed(schemaOf('report.v1.json')));

  beforeAll(() => {
    healthy = reportOf('demo', '--format', 'json');
    broken = reportOf('demo', '--format', 'json', '--fault', 'secret-expired');
  }, 120_000);

  const reportOf = (...argv: readonly string[]): JsonObject => {
    const { stdout, stderr } = run('dist/cli.js', ...argv);
    expect(stdout, stderr).not.toBe('');
    return JSON.parse(stdout) as JsonObject;
  };

  it('describes a green report to the last member', () => {
    expect(healthy).toMatchObject({ verdict: 'pass' });
    expect(problems(exact, healthy)).toEqual([]);
  });

  it('describes a red report to the last member', () => {
    expect(broken).toMatchObject({ verdict: 'fail' });
    expect(problems(exact, broken)).toEqual([]);
  });

  it('refuses what is no report', () => {
    const { verdict: _, ...without } = healthy;
    expect(problems(exact, without)).toHaveLength(1);
    expect(problems(exact, { ...healthy, verdict: 'maybe' })).toHaveLength(1);
    expect(problems(exact, { ...healthy, invented: true })).toHaveLength(1);
  });

  it('as published lets version 1 grow', () => {
    expect(problems(validator(schemaOf('report.v1.json')), { ...healthy, invented: true })).toEqual([]);
  });
});

describe('the configuration schema', () => {
  const config = validator(schemaOf('config.v1.json'));
  const target = {
    url: 'https://calculator.example.com/mcp',
    tenant: '${' + 'TENANT_ID}',
    flows: [{ flow: 'client_credentials', clientId: 'c', clientSecret: { env: 'CLIENT_SECRET' } }],
    expect: { tools: ['add'], calls: [{ tool: 'add', arguments: { a: 1, b: 2 }, result: 3 }] },
  };

  it('accepts a file', () => {
    expect(problems(config, { targets: { calculator: target } })).toEqual([]);
  });

  it('refuses an unknown key and a secret in plain sight', () => {
    expect(problems(config, { targets: { calculator: { ...target, tenent: 'x' } } })).not.toEqual([]);
    const flows = [{ flow: 'client_credentials', clientSecret: 'plain' }];
    expect(problems(config, { targets: { calculator: { ...target, flows } } })).not.toEqual([]);
  });
});

function validator(schema: JsonObject): ValidateFunction {
  return new Ajv({ strict: false }).compile(schema);
}

function problems(validate: ValidateFunction, value: unknown): readonly string[] {
  validate(value);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

/** The same schema, refusing every member that it does not name: what the published one leaves open. */
function closed<T extends Json>(schema: T): T {
  if (Array.isArray(schema)) return schema.map((part) => closed(part as Json)) as unknown as T;
  if (typeof schema !== 'object' || schema === null) return schema;
  const parts = Object.fromEntries(
    Object.entries(schema).map(([name, part]) => [name, closed(part as Json)]),
  );
  const open = parts.properties !== undefined && parts.additionalProperties === undefined;
  return (open ? { ...parts, additionalProperties: false } : parts) as T;
}
