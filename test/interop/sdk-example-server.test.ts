import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { converse, createProbe } from '../../src/client/index.ts';
import { discover } from '../../src/discovery/index.ts';
import { profileFor } from '../../src/profiles/index.ts';
import type { Report, Result } from '../../src/types.ts';
import { planFor } from '../client/support/plan.ts';
import { targetAt } from '../discovery/support.ts';
import { runCli } from '../support/run-cli.ts';
import { type Child, freePorts, run } from './child.ts';

const client = createRequire(import.meta.url).resolve('@modelcontextprotocol/sdk/client/index.js');
const example = join(dirname(client), '..', '..', 'esm', 'examples', 'server', 'simpleStreamableHttp.js');

let home: string;
let server: Child;
let url: string;
let issuer: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sdk-example-'));
  const [mcp = 0, auth = 0] = await freePorts(2);
  const env = { MCP_PORT: `${mcp}`, MCP_AUTH_PORT: `${auth}` };
  server = await run(example, ['--oauth', '--oauth-strict'], env, /Server listening on port/gu, 2);
  url = `http://localhost:${mcp}/mcp`;
  issuer = `http://localhost:${auth}/`;
});

afterAll(async () => {
  await server?.stop();
  await rm(home, { recursive: true, force: true });
});

/** The example's user agrees to everything at once: a browser is whoever follows the redirect. */
const browser = fileURLToPath(new URL('../conformance/browser.mjs', import.meta.url));

function asStranger(...args: readonly string[]) {
  return runCli([...args, '--browser', browser], { cwd: home, env: { XDG_STATE_HOME: home } });
}

describe("the SDK's own example of a protected server", () => {
  it('is discovered', async () => {
    const plan = planFor(url);
    const target = targetAt(url);
    const probe = createProbe(plan.http, target);
    const { discovery, error } = await discover({ target, http: plan.http, probe, profileFor, eras: 'one' });
    expect(error).toBeUndefined();
    expect(discovery).toMatchObject({ issuer, resource: url, answers: [{ status: 401 }] });
    expect(discovery.authorizationServerMetadata?.document.issuer).toBe(issuer);
  });

  it('lets a stranger in, who has nothing but its URL, and registers that client once', async () => {
    const first = await asStranger('call', url, 'greet', 'name=Ada');
    expect(first).toMatchObject({ code: 0, stdout: 'Hello, Ada!\n' });
    const [, client] = /registered a client: (\S+)\.\n/.exec(first.stderr) ?? [];
    expect(client).toBeDefined();

    const second = await asStranger('tools', url);
    expect(second).toMatchObject({ code: 0, stdout: expect.stringContaining('multi-greet') });
    expect(second.stderr).toContain(`Using the client ${client} `);
  });

  it('fails the gate for what it does wrong, and for nothing else', async () => {
    const { code, stdout } = await asStranger('verify', url, '--call', 'greet name=Ada', '--format', 'json');
    const [target] = (JSON.parse(stdout) as Report).targets;
    const ids = (verdict: Result['verdict']) => [
      ...new Set(target?.results.filter((result) => result.verdict === verdict).map(({ id }) => id)),
    ];
    expect(code).toBe(1);
    expect(ids('fail')).toStrictEqual([
      // 500 for a token that it does not know, wherever it comes.
      'endpoint/rejects-garbage-token',
      'endpoint/refuses-with-401-not-500',
      'session/does-not-replace-a-good-token',
      // It looks at Host alone: no Origin makes a difference.
      'browser/refuses-foreign-origin',
      'browser/refuses-null-origin',
      // "Unregistered redirect_uri" is said in a redirect to that URI, where user name or fragment is what differs.
      'authorization-endpoint/redirects-only-to-registered-uris',
      // An unknown response type comes back without the state.
      'authorization-endpoint/errors-carry-state-and-iss',
    ]);
    // It has no page: whoever comes is sent back at once.
    expect(ids('inconclusive')).toStrictEqual(['authorization-endpoint/pages-cannot-be-framed']);
    expect(target?.findings[0]?.code).toBe('endpoint/refuses-in-the-wrong-way');
    expect(target?.flows[0]?.sessions[0]).toMatchObject({ error: null, calls: [{ verdict: 'pass' }] });
  });

  it('refuses a token that it does not know, and that is said whatever it answers', async () => {
    const [session] = await converse(planFor(url, { bearer: 'nobody-knows-this-token' }));
    expect(session?.tools).toStrictEqual([]);
    expect(session?.error?.code).toMatch(/^(?:auth\.rejected_token|mcp\.http_status)$/u);
  });
});
