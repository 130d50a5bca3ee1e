import { describe, expect, it } from 'vitest';
import { converse, createProbe } from '../../src/client/index.ts';
import type { Handler, Served } from './support/gate.ts';
import { planFor } from './support/plan.ts';
import { checkProof, makeKey } from './support/proof.ts';
import { event, type Message, scripted } from './support/scripted.ts';
import { start } from './support/start.ts';

const TOKEN = 'a-token-that-is-bound-to-a-key';
const SECOND = 'another-token-bound-to-a-key';
const CALLS = [{ tool: 'get_me', arguments: {} }];
const REVISIONS = ['2026-07-28', '2025-11-25', '2025-06-18'] as const;

interface Options {
  /** The nonce that proofs must carry, as a function of how many requests came; absent: none. */
  readonly nonce?: (count: number) => string;
  readonly token?: () => string;
  readonly handler?: Handler;
}

/** A resource that lets in only requests with a proper proof, never the same twice. */
async function guarded({ nonce, token = () => TOKEN, handler = scripted() }: Options = {}) {
  const jtis: string[] = [];
  const problems: string[] = [];
  const thumbprints = new Set<string>();
  let count = 0;
  const server: Served = await start(async (request, response, body) => {
    count += 1;
    const wanted = nonce?.(count);
    const proof = await checkProof(request, server.url, token());
    if (wanted !== undefined) response.setHeader('dpop-nonce', wanted);
    const refuse = (error: string): void => {
      problems.push(error);
      response.writeHead(401, { 'www-authenticate': `DPoP error="${error}", algs="ES256"` }).end();
    };
    if (typeof proof === 'string') return refuse('invalid_token');
    if (jtis.includes(proof.jti)) return refuse('invalid_dpop_proof');
    jtis.push(proof.jti);
    thumbprints.add(proof.thumbprint);
    if (wanted !== undefined && proof.nonce !== wanted) return refuse('use_dpop_nonce');
    return handler(request, response, body);
  });
  return { server, jtis, problems, thumbprints };
}

async function bound(url: string, overrides: Parameters<typeof planFor>[1] = {}) {
  const proof = await makeKey();
  return { ...planFor(url, { calls: CALLS, bearer: TOKEN, ...overrides }), proof };
}

describe('a token that is bound to a key', () => {
  it.each(REVISIONS)('is sent with a fresh proof in every request (%s)', async (protocol) => {
    const { server, jtis, problems } = await guarded();
    const plan = await bound(server.url, { protocol });
    const [session] = await converse(plan);
    expect(session).toMatchObject({ error: null, calls: [{ verdict: 'pass' }] });
    expect(problems).toStrictEqual([]);
    expect(new Set(jtis).size).toBe(server.seen.length);
    if (protocol !== '2026-07-28') expect(server.lines()).toContain('DELETE');
  });

  it.each(['2025-11-25', '2025-06-18'] as const)('also where an answer is resumed (%s)', async (protocol) => {
    const handler = scripted({
      call: (_request, response) =>
        response.writeHead(200, { 'content-type': 'text/event-stream' }).end('retry: 10\nid: x\ndata:\n\n'),
      get: (request, response) => {
        if (request.headers['last-event-id'] === undefined) return response.writeHead(405).end();
        const asked = world.server.seen.findLast(({ rpc }) => rpc === 'tools/call')?.body as Message;
        const answer = { jsonrpc: '2.0', id: asked.id, result: { content: [] } };
        return response.writeHead(200, { 'content-type': 'text/event-stream' }).end(event(answer));
      },
    });
    const world = await guarded({ handler });
    const [session] = await converse(await bound(world.server.url, { protocol }));
    expect(session).toMatchObject({ error: null, calls: [{ verdict: 'pass' }] });
    expect(world.problems).toStrictEqual([]);
    expect(world.server.seen.some(({ headers }) => headers['last-event-id'] === 'x')).toBe(true);
  });

  it.each(REVISIONS)('takes the nonce that is wanted, and keeps it (%s)', async (protocol) => {
    const { server, problems } = await guarded({ nonce: () => 'the-nonce' });
    const plan = await bound(server.url, { protocol });
    let renewals = 0;
    const [session] = await converse({
      ...plan,
      renew: async () => {
        renewals += 1;
        return undefined;
      },
    });
    expect(session).toMatchObject({ error: null, calls: [{ verdict: 'pass' }] });
    expect(problems).toStrictEqual(['use_dpop_nonce']);
    expect(renewals).toBe(0);
  });

  it('takes up a nonce that changes on the way', async () => {
    const { server, problems } = await guarded({ nonce: (count) => (count < 3 ? 'early' : 'late') });
    const [session] = await converse(await bound(server.url));
    expect(session?.error).toBeNull();
    expect(problems).toStrictEqual(['use_dpop_nonce', 'use_dpop_nonce']);
  });

  it('is not sent again and again to a server that always wants another nonce', async () => {
    const { server, problems } = await guarded({ nonce: (count) => `nonce-${count}` });
    const plan = await bound(server.url, { protocol: '2026-07-28' });
    const asked: unknown[] = [];
    const [session] = await converse({
      ...plan,
      renew: async (refusal) => {
        asked.push(refusal);
        return undefined;
      },
    });
    expect(problems).toStrictEqual(['use_dpop_nonce', 'use_dpop_nonce']);
    expect(session?.error?.code).toBe('auth.rejected_token');
    expect(session?.error?.message).toContain('use_dpop_nonce');
    // The proof was refused, not the token.
    expect(asked).toStrictEqual([]);
  });

  it('is not sent again where a nonce is wanted and none is given', async () => {
    const server = await start((_request, response) =>
      response.writeHead(401, { 'www-authenticate': 'DPoP error="use_dpop_nonce", algs="ES256"' }).end(),
    );
    const [session] = await converse(await bound(server.url, { protocol: '2026-07-28' }));
    expect(session?.error?.code).toBe('auth.rejected_token');
    expect(server.seen).toHaveLength(1);
  });

  it.each(REVISIONS)('is renewed together with its key (%s)', async (protocol) => {
    let accepted = TOKEN;
    const { server, thumbprints } = await guarded({
      token: () => accepted,
      handler: (request, response, body) => scripted()(request, response, body),
    });
    const plan = await bound(server.url, { protocol, calls: [...CALLS, ...CALLS] });
    const proof = await makeKey();
    const [session] = await converse({
      ...plan,
      only: undefined,
      renew: async ({ challenge }) => {
        expect(challenge?.scheme).toBe('DPoP');
        accepted = SECOND;
        return { accessToken: plan.http.vault.keep(SECOND), proof };
      },
      token: plan.http.vault.keep('a-token-that-has-expired-already'),
    });
    expect(session?.error).toBeNull();
    expect([...thumbprints]).toStrictEqual([proof.thumbprint]);
  });

  it('is said to be refused when the challenge is DPoP', async () => {
    const { server } = await guarded({ token: () => SECOND });
    const [session] = await converse(await bound(server.url));
    expect(session?.error?.message).toContain('The challenge says "invalid_token"');
  });
});

describe('a probe with a bound token', () => {
  async function probing(options: Options) {
    const world = await guarded(options);
    const { http } = planFor(world.server.url);
    const key = await makeKey();
    const accessToken = http.vault.keep(TOKEN);
    const probe = createProbe(http, { url: world.server.url, headers: [] });
    const request = {
      era: 'modern',
      phase: 'check',
      authorization: [`DPoP ${TOKEN}`],
      proof: { key, accessToken },
    } as const;
    return { ...world, probe, request };
  }

  it('carries a proof of its own, and a new one each time', async () => {
    const { probe, request, problems, jtis } = await probing({});
    expect(await probe(request)).toMatchObject({ kind: 'result' });
    expect(await probe({ ...request, era: 'legacy' })).toMatchObject({ kind: 'result' });
    expect(await probe({ ...request, era: 'legacy', method: 'DELETE', sessionId: 'x' })).toMatchObject({
      status: 204,
    });
    expect(problems).toStrictEqual([]);
    expect(new Set(jtis).size).toBe(3);
  });

  it('is sent once more with the nonce that is wanted; the next one has it already', async () => {
    const { probe, request, problems, server } = await probing({ nonce: () => 'n' });
    expect((await probe(request)).kind).toBe('result');
    expect((await probe(request)).kind).toBe('result');
    expect(problems).toStrictEqual(['use_dpop_nonce']);
    expect(server.seen).toHaveLength(3);
  });

  it('returns the last answer when no nonce is good enough', async () => {
    const { probe, request, server } = await probing({ nonce: (count) => `n${count}` });
    expect(await probe(request)).toMatchObject({ status: 401, kind: 'refused' });
    expect(server.seen).toHaveLength(2);
  });

  it('may be given a false proof, and none', async () => {
    const { probe, request, server } = await probing({});
    await probe({ ...request, headers: [['DPoP', 'nonsense']] });
    expect(server.seen[0]?.headers.dpop).toBe('nonsense');
    const { proof: _, ...without } = request;
    await probe(without);
    expect(server.seen[1]?.headers.dpop).toBeUndefined();
  });
});
