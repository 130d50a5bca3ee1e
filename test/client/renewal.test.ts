import { describe, expect, it } from 'vitest';
import { callTool, converse, listTools } from '../../src/client/index.ts';
import { TokenError } from '../../src/errors.ts';
import type { Renew, TokenRefusal } from '../../src/types.ts';
import type { Handler, Seen, Served } from './support/gate.ts';
import { planFor } from './support/plan.ts';
import { event, META, type Message, result, scripted } from './support/scripted.ts';
import { start } from './support/start.ts';

const REVISIONS = ['2026-07-28', '2025-11-25', '2025-06-18'] as const;
const STALE = 'Bearer error="invalid_token", error_description="it has expired"';
const TOO_LITTLE = 'Bearer scope="calc.add", error="insufficient_scope"';
const CALLS = [{ tool: 'get_me', arguments: {} }];

/** Refuses as `refuse` says: by the token's number, the JSON-RPC or HTTP method, and how often it was asked. */
function refusing(
  refuse: (
    token: number,
    what: string,
    body: Message,
  ) => readonly [401 | 403, string | undefined] | undefined,
  handler: Handler = scripted(),
): Handler {
  return (request, response, body) => {
    const token = Number(
      /^Bearer token-number-(\d+)-of-a-test$/u.exec(request.headers.authorization ?? '')?.[1],
    );
    const what = (body as Message | undefined)?.method ?? request.method ?? '';
    const refused = refuse(token, what, body as Message);
    if (refused === undefined) return handler(request, response, body);
    const [status, challenge] = refused;
    if (challenge !== undefined) response.setHeader('www-authenticate', challenge);
    response.writeHead(status).end('{"error":"no"}');
  };
}

/** Brings token 2, 3, … and writes down what it was told. */
function renewing(plan: ReturnType<typeof planFor>, most = Number.POSITIVE_INFINITY) {
  const told: TokenRefusal[] = [];
  const renew: Renew = async (refusal) => {
    told.push(refusal);
    if (told.length > most) return undefined;
    return { accessToken: plan.http.vault.keep(`token-number-${told.length + 1}-of-a-test`) };
  };
  return { told, plan: { ...plan, token: plan.http.vault.keep('token-number-1-of-a-test'), renew } };
}

const tokens = (seen: readonly Seen[]): readonly string[] =>
  seen.map(({ headers }) => /-(\d+)-/u.exec(headers.authorization ?? '')?.[1] ?? 'none');

describe('a token that is refused', () => {
  it.each(
    REVISIONS.flatMap((protocol) => [
      [protocol, 401, 'tools/list', STALE] as const,
      [protocol, 401, 'tools/call', STALE] as const,
      [protocol, 401, 'tools/call', undefined] as const,
      [protocol, 403, 'tools/call', TOO_LITTLE] as const,
      [protocol, 403, 'tools/call', `Negotiate, ${TOO_LITTLE}`] as const,
    ]),
  )(
    'is replaced, and the same message sent once more (%s: %i at %s, %s)',
    async (protocol, status, at, says) => {
      const server = await start(
        refusing((token, what) => (what === at && token < 2 ? [status, says] : undefined)),
      );
      const { told, plan } = renewing(planFor(server.url, { protocol, calls: CALLS }));
      const [session] = await converse(plan);
      expect(session).toMatchObject({ error: null, calls: [{ verdict: 'pass' }] });
      expect(told).toHaveLength(1);
      expect(told[0]).toMatchObject({ status, exchange: expect.any(Number) });
      expect(told[0]?.challenge?.scheme).toBe(says === undefined ? undefined : 'Bearer');
      const asked = server.seen.filter(({ rpc }) => rpc === at);
      expect(tokens(asked)).toStrictEqual(['1', '2']);
      expect(asked[1]?.body).toStrictEqual(asked[0]?.body);
      expect(asked[1]?.headers['mcp-method']).toBe(asked[0]?.headers['mcp-method']);
    },
  );

  it.each([
    ['initialize', '2025-11-25'],
    ['initialize', '2025-06-18'],
    ['notifications/initialized', '2025-11-25'],
    ['notifications/initialized', '2025-06-18'],
  ] as const)('is replaced at %s too (%s)', async (at, protocol) => {
    const server = await start(
      refusing((token, what) => (what === at && token < 2 ? [401, STALE] : undefined)),
    );
    const { told, plan } = renewing(planFor(server.url, { protocol, calls: CALLS }));
    const [session] = await converse(plan);
    expect(session?.error).toBeNull();
    expect(told).toHaveLength(1);
    expect(server.seen.filter(({ rpc, method }) => (rpc ?? method) === at)).toHaveLength(2);
  });

  it.each(['2025-11-25', '2025-06-18'] as const)(
    'is replaced while an answer is resumed (%s)',
    async (protocol) => {
      const interrupted = scripted({
        call: (_request, response) =>
          response
            .writeHead(200, { 'content-type': 'text/event-stream' })
            .end('retry: 10\nid: one\ndata:\n\n'),
        get: (request, response) => {
          if (request.headers['last-event-id'] === undefined) return response.writeHead(405).end();
          const id = server.seen.findLast(({ rpc }) => rpc === 'tools/call')?.body as Message;
          const answer = { jsonrpc: '2.0', id: id.id, result: { content: [] } };
          return response.writeHead(200, { 'content-type': 'text/event-stream' }).end(event(answer));
        },
      });
      const server: Served = await start(
        refusing((token, what) => (what === 'GET' && token < 2 ? [401, STALE] : undefined), interrupted),
      );
      const { told, plan } = renewing(planFor(server.url, { protocol, calls: CALLS }));
      const [session] = await converse(plan);
      expect(session).toMatchObject({ error: null, calls: [{ verdict: 'pass' }] });
      expect(told).toHaveLength(1);
      const resumed = server.seen.filter(({ headers }) => headers['last-event-id'] === 'one');
      expect(tokens(resumed)).toStrictEqual(['1', '2']);
    },
  );

  it.each(REVISIONS)('is never sent again, in no later session either (%s)', async (protocol) => {
    const server = await start(
      refusing((token, what) => (what === 'tools/call' && token < 2 ? [401, STALE] : undefined)),
    );
    const { plan } = renewing(planFor(server.url, { calls: [...CALLS, ...CALLS], protocol: 'both' }));
    const sessions = await converse(protocol === '2026-07-28' ? plan : { ...plan, protocol });
    expect(sessions.map(({ error }) => error)).toStrictEqual(sessions.map(() => null));
    const sent = tokens(server.seen);
    expect(sent.slice(sent.indexOf('2'))).not.toContain('1');
    expect(sent.at(-1)).toBe('2');
  });

  it('takes nothing else of the conversation with it: the era is not mistaken', async () => {
    const server = await start(refusing((token) => (token < 2 ? [401, STALE] : undefined)));
    const { plan } = renewing(planFor(server.url, { calls: CALLS }));
    const [session] = await converse(plan);
    expect(session).toMatchObject({ protocol: '2026-07-28', error: null });
    expect(server.lines()).toStrictEqual(['POST tools/list', 'POST tools/list', 'POST tools/call']);
  });

  it('is replaced for one call and for one list', async () => {
    const server = await start(refusing((token) => (token < 2 ? [401, STALE] : undefined)));
    const first = renewing(planFor(server.url));
    expect((await listTools(first.plan)).tools).toHaveLength(1);
    const second = renewing(planFor(server.url));
    expect((await callTool(second.plan, 'get_me', {})).answer.isError).toBe(false);
    expect([first.told.length, second.told.length]).toStrictEqual([1, 1]);
  });

  it('says whether it had been accepted before', async () => {
    const server = await start(
      refusing((token, what) => (what === 'tools/call' && token < 3 ? [401, STALE] : undefined)),
    );
    const { told, plan } = renewing(planFor(server.url, { calls: CALLS }));
    await converse(plan);
    expect(told.map(({ wasAccepted }) => wasAccepted)).toStrictEqual([true, false]);
  });

  it('may take longer to replace than an answer may take', async () => {
    const server = await start(refusing((token) => (token < 2 ? [401, STALE] : undefined)));
    const { plan } = renewing(planFor(server.url, { calls: CALLS, timeoutMs: 200 }));
    const slowly: Renew = async (refusal) => {
      await new Promise((resolve) => setTimeout(resolve, 1_600));
      return plan.renew(refusal);
    };
    const [session] = await converse({ ...plan, renew: slowly });
    expect(session?.error).toBeNull();
  });
});

describe('a refusal stands', () => {
  it.each(REVISIONS)('when nobody renews (%s)', async (protocol) => {
    const server = await start(
      refusing((_token, what) => (what === 'tools/list' ? [401, STALE] : undefined)),
    );
    const { plan } = renewing(planFor(server.url, { protocol }));
    const [session] = await converse({ ...plan, renew: undefined });
    expect(session?.error?.code).toBe('auth.rejected_token');
    expect(server.seen.filter(({ rpc }) => rpc === 'tools/list')).toHaveLength(1);
  });

  it.each([
    ['there is no other token', async () => undefined],
    ['the new token is the old one', 'same'],
  ] as const)('when %s', async (_name, renew) => {
    const server = await start(refusing(() => [403, TOO_LITTLE]));
    const { plan } = renewing(planFor(server.url, { protocol: '2026-07-28' }));
    const same: Renew = async () => ({ accessToken: plan.http.vault.keep('token-number-1-of-a-test') });
    const [session] = await converse({ ...plan, renew: renew === 'same' ? same : renew });
    expect(session?.error).toMatchObject({ code: 'auth.insufficient_scope' });
    expect(session?.error?.message).not.toContain('tried');
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    ['403 for another reason', [403, 'Bearer error="invalid_token"']],
    ['403 with an empty body', [403, undefined]],
    ['403 of another scheme', [403, 'Basic error="insufficient_scope"']],
  ] as const)('when it is not one of the token: %s', async (_name, refusal) => {
    const server = await start(refusing(() => refusal));
    const { told, plan } = renewing(planFor(server.url));
    const [session] = await converse(plan);
    expect(session?.error).toMatchObject({ code: 'auth.forbidden', exit: 3 });
    expect([told.length, server.seen.length]).toStrictEqual([0, 1]);
  });

  it('when no token was sent', async () => {
    const server = await start(refusing(() => [401, STALE]));
    const { told, plan } = renewing(planFor(server.url));
    const [session] = await converse({ ...plan, token: null });
    expect(session?.error?.code).toBe('auth.token_required');
    expect(told).toStrictEqual([]);
  });

  it.each(REVISIONS)('with the reason of whoever could not renew (%s)', async (protocol) => {
    const server = await start(
      refusing((_token, what) => (what === 'tools/call' ? [401, STALE] : undefined)),
    );
    const { plan } = renewing(planFor(server.url, { protocol, calls: [...CALLS, ...CALLS] }));
    const [session] = await converse({
      ...plan,
      renew: async () => {
        throw new TokenError('refresh.expired', 'The refresh token has expired.');
      },
    });
    expect(session?.error).toMatchObject({
      code: 'refresh.expired',
      message: 'The refresh token has expired.',
    });
    expect(session?.tools).toHaveLength(1);
    expect(server.seen.filter(({ rpc }) => rpc === 'tools/call')).toHaveLength(1);
  });
});

describe('a server that refuses for ever', () => {
  it.each(REVISIONS)('is tried three times with three tokens, and then no more (%s)', async (protocol) => {
    const server = await start(
      refusing((_token, what) => (what === 'tools/call' ? [403, TOO_LITTLE] : undefined)),
    );
    const { told, plan } = renewing(planFor(server.url, { protocol, calls: [...CALLS, ...CALLS] }));
    const [session] = await converse(plan);
    expect(session?.error).toMatchObject({ code: 'auth.insufficient_scope', exit: 3 });
    expect(session?.error?.message).toContain('It was tried 3 times, 2 of them with a new token.');
    expect(told).toHaveLength(2);
    // The second call is made, with the last token, and not renewed for again.
    expect(tokens(server.seen.filter(({ rpc }) => rpc === 'tools/call'))).toStrictEqual(['1', '2', '3', '3']);
  });

  it('gets no more than three tokens in a session, one message at a time', async () => {
    let accepted = 1;
    const server = await start(
      refusing((token, what) => {
        if (what !== 'tools/call') return undefined;
        if (token > accepted) {
          accepted = token;
          return undefined;
        }
        return [401, STALE];
      }),
    );
    const { told, plan } = renewing(
      planFor(server.url, { protocol: '2026-07-28', calls: Array.from({ length: 6 }, () => CALLS).flat() }),
    );
    const [session] = await converse(plan);
    expect(told).toHaveLength(3);
    expect(session?.calls.map(({ verdict }) => verdict)).toStrictEqual([
      'pass',
      'pass',
      'pass',
      'fail',
      'fail',
      'fail',
    ]);
  });

  it.each(['2025-11-25', '2025-06-18'] as const)(
    'only the end of a session gets no other token: a person might have to fetch it (%s)',
    async (protocol) => {
      const server = await start(refusing((_token, what) => (what === 'DELETE' ? [401, STALE] : undefined)));
      const { told, plan } = renewing(planFor(server.url, { protocol, calls: CALLS }));
      const [session] = await converse(plan);
      expect(session?.error).toBeNull();
      expect(told).toStrictEqual([]);
      expect(server.lines().at(-1)).toBe('DELETE');
    },
  );

  it('does not show any of the tokens', async () => {
    const server = await start(
      refusing((token) => [
        401,
        `Bearer error="invalid_token", error_description="token-number-${token}-of-a-test"`,
      ]),
    );
    const { plan } = renewing(planFor(server.url));
    expect(JSON.stringify(await converse(plan))).not.toMatch(/token-number-\d/u);
  });
});

describe('expiry in the middle of a run', () => {
  it.each(REVISIONS)('is survived: let in to list, refused to call (%s)', async (protocol) => {
    let listed = false;
    const handler = scripted({
      call: (_request, response, message) => result(response, message, { ...META, content: [] }),
    });
    const server = await start(
      refusing((token, what) => {
        listed ||= what === 'tools/list';
        return listed && what === 'tools/call' && token === 1 ? [401, STALE] : undefined;
      }, handler),
    );
    const { told, plan } = renewing(planFor(server.url, { protocol, calls: CALLS }));
    const [session] = await converse(plan);
    expect(session).toMatchObject({ error: null, calls: [{ verdict: 'pass' }] });
    expect(told).toMatchObject([
      { status: 401, wasAccepted: true, challenge: { parameters: { error: 'invalid_token' } } },
    ]);
  });
});
