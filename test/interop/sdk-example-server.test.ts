import { createHash, randomBytes } from 'node:crypto';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { converse, createProbe } from '../../src/client/index.ts';
import { discover } from '../../src/discovery/index.ts';
import { profileFor } from '../../src/profiles/index.ts';
import { planFor } from '../client/support/plan.ts';
import { targetAt } from '../discovery/support.ts';
import { type Child, freePorts, run } from './child.ts';

const client = createRequire(import.meta.url).resolve('@modelcontextprotocol/sdk/client/index.js');
const example = join(dirname(client), '..', '..', 'esm', 'examples', 'server', 'simpleStreamableHttp.js');

let server: Child;
let url: string;
let issuer: string;

beforeAll(async () => {
  const [mcp = 0, auth = 0] = await freePorts(2);
  const env = { MCP_PORT: `${mcp}`, MCP_AUTH_PORT: `${auth}` };
  server = await run(example, ['--oauth', '--oauth-strict'], env, /Server listening on port/gu, 2);
  url = `http://localhost:${mcp}/mcp`;
  issuer = `http://localhost:${auth}/`;
});

afterAll(() => server?.stop());

/** Registers, lets the example's user agree, and redeems the code: the only grant that it offers. */
async function obtainToken(metadata: Readonly<Record<string, unknown>>, resource: string): Promise<string> {
  const redirectUri = 'http://127.0.0.1:9/callback';
  const registered = await fetch(String(metadata.registration_endpoint), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ redirect_uris: [redirectUri], token_endpoint_auth_method: 'none' }),
  });
  const { client_id: clientId } = (await registered.json()) as { client_id: string };
  const verifier = randomBytes(32).toString('base64url');
  const authorize = new URL(String(metadata.authorization_endpoint));
  authorize.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    scope: 'mcp:tools',
    resource,
  }).toString();
  const agreed = await fetch(authorize, { redirect: 'manual' });
  const code = new URL(agreed.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const redeemed = await fetch(String(metadata.token_endpoint), {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      code,
      resource,
    }),
  });
  return ((await redeemed.json()) as { access_token: string }).access_token;
}

describe("the SDK's own example of a protected server", () => {
  it('is discovered, and its tools are listed and called with a token of its authorization server', async () => {
    const plan = planFor(url);
    const target = targetAt(url);
    const probe = createProbe(plan.http, target);
    const { discovery, error } = await discover({ target, http: plan.http, probe, profileFor, eras: 'one' });
    expect(error).toBeUndefined();
    expect(discovery).toMatchObject({ issuer, resource: url, answers: [{ status: 401 }] });
    expect(discovery.authorizationServerMetadata?.document.issuer).toBe(issuer);

    const bearer = await obtainToken(discovery.authorizationServerMetadata?.document ?? {}, url);
    const [session] = await converse(
      planFor(url, { bearer, calls: [{ tool: 'greet', arguments: { name: 'Ada' }, result: 'Hello, Ada!' }] }),
    );
    expect(session).toMatchObject({ error: null, era: 'legacy', stateful: true });
    expect(session?.tools.map((tool) => tool.name)).toContain('multi-greet');
    expect(session?.calls[0]).toMatchObject({ verdict: 'pass' });
  });

  it('refuses a token that it does not know, and that is said whatever it answers', async () => {
    const [session] = await converse(planFor(url, { bearer: 'nobody-knows-this-token' }));
    expect(session?.tools).toStrictEqual([]);
    expect(session?.error?.code).toMatch(/^(?:auth\.rejected_token|mcp\.http_status)$/u);
  });
});
