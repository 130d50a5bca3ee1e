import { afterEach, describe, expect, test } from 'vitest';
import type { CheckContext } from '../../../src/checks/check.ts';
import { rejectsPlainHttp as check } from '../../../src/checks/coverage/rejects-plain-http.ts';
import { checks, runChecks } from '../../../src/checks/index.ts';
import { createNetwork, createVault } from '../../../src/http/index.ts';
import type { Evidence, Http, Result, Target } from '../../../src/types.ts';
import { type HttpAnswer, type HttpRequest, listen } from '../../mutants/http.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** The check of an https address on whose port a server answers plain http; undefined: nobody answers. */
async function checked(answer: HttpAnswer | undefined, seen: HttpRequest[] = []): Promise<Result> {
  const server = await listen(async (request) => {
    seen.push(request);
    return answer ?? { status: 500, headers: {} };
  });
  closers.push(() => server.close());
  if (answer === undefined) await server.close().catch(() => undefined);
  const vault = createVault();
  const network = createNetwork({ vault, environment: {} });
  closers.push(() => network.close());
  const url = `${server.origin.replace('http:', 'https:')}/mcp?tenant=one`;
  const http = network.open({ name: 'plain', url, timeoutMs: 2000 });
  const [result] = await runChecks([check], contextOf(url, http, vault), { wait: async () => undefined });
  if (result === undefined) throw new Error('The check gave no result.');
  return result;
}

function contextOf(url: string, http: Http, vault: ReturnType<typeof createVault>): CheckContext {
  const target: Target = {
    name: 'plain',
    url,
    allowedOrigins: [],
    headers: [['X-Gateway-Key', vault.keep('the-key-of-the-gateway')]],
    protocol: 'auto',
    flows: [{ flow: 'client_credentials' }],
    expect: { tools: [], calls: [] },
    timeoutMs: 2000,
  };
  const evidence = {
    target,
    profile: null,
    discovery: null,
    flows: [],
    eras: { legacy: null, modern: null },
    now: Date.now,
  } as unknown as Evidence;
  const probe = (): never => {
    throw new Error('No token and no key may travel in the clear.');
  };
  return { evidence, http, probe };
}

const to = (location: string): HttpAnswer => ({ status: 308, headers: { location } });

describe(check.id, () => {
  test('is registered under the path of its file', () => {
    expect(checks.map(({ id }) => id)).toContain(check.id);
  });

  test.each([
    ['refuses', { status: 403, headers: {} }],
    ['does not know the address', { status: 404, headers: {} }],
    ['redirects to https', to('https://mcp.example/mcp')],
  ])('holds where the plain port %s', async (_what, answer) => {
    expect(await checked(answer)).toMatchObject({ verdict: 'pass' });
  });

  test('holds where nobody answers on the plain port', async () => {
    expect(await checked(undefined)).toMatchObject({ verdict: 'pass' });
  });

  test.each([
    ['answers', { status: 200, headers: {}, body: '{}' }],
    ['asks for a token', { status: 401, headers: { 'www-authenticate': 'Bearer' } }],
    ['redirects to plain http', to('http://mcp.example/other')],
    ['redirects to nowhere', { status: 308, headers: {} }],
    ['redirects to an address without a scheme', to('/other')],
  ])('warns where the plain port %s', async (_what, answer) => {
    const result = await checked(answer);
    expect(result).toMatchObject({ verdict: 'warn' });
    expect(result.fix).toBeDefined();
    expect(result.reproduce).toContain('http://127.0.0.1');
  });

  test('sends no credential, and the whole address', async () => {
    const seen: HttpRequest[] = [];
    await checked({ status: 404, headers: {} }, seen);
    expect(seen).toHaveLength(1);
    expect(seen[0]?.path).toBe('/mcp');
    expect(seen[0]?.query.get('tenant')).toBe('one');
    expect(Object.keys(seen[0]?.headers ?? {})).not.toContain('authorization');
    expect(JSON.stringify(seen[0]?.headers)).not.toContain('the-key-of-the-gateway');
  });

  test('is no question for an address that is plain http itself', () => {
    const { evidence } = contextOf('http://127.0.0.1:1/mcp', {} as Http, createVault());
    expect(check.concerns?.(evidence)).toBe(false);
  });
});
