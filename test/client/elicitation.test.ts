import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { describe, expect, it } from 'vitest';
import { callTool, converse } from '../../src/client/index.ts';
import type { Handler, Served } from './support/gate.ts';
import { planFor } from './support/plan.ts';
import { META, type Message, result, scripted } from './support/scripted.ts';
import { statefulHandler } from './support/servers.ts';
import { start } from './support/start.ts';

const COLOUR = { type: 'object' as const, properties: { colour: { type: 'string' as const } } };
const FORM = { mode: 'form' as const, message: 'Which colour?', requestedSchema: COLOUR };
const PAGE = 'https://grants.example.com/connect';
const LINK = { mode: 'url' as const, message: 'Please agree', elicitationId: '1', url: PAGE };

type Ask = typeof FORM | typeof LINK;

/** Asks the caller in the middle of the call, on the stream of the call or on the other one. */
function legacyAsking(ask: Ask, stream: 'of the call' | 'for unasked messages' = 'of the call'): Handler {
  return statefulHandler({
    server: () => {
      const server = new McpServer({ name: 'asking', version: '1' });
      server.registerTool('paint', {}, async (extra) => {
        const related = stream === 'of the call' ? { relatedRequestId: extra.requestId } : {};
        const { action, content } = await server.server.elicitInput(ask, related);
        const text = action === 'accept' ? String(content?.colour) : `The user said ${action}.`;
        return { content: [{ type: 'text', text }], isError: action !== 'accept' };
      });
      return server;
    },
  });
}

const PAINT_TOOL = { name: 'paint', inputSchema: { type: 'object' } };

/** Asks by its result, and is called again with the answer. `rounds`: how often it asks before it answers. */
function modernAsking(
  request: unknown,
  { rounds = 1, requestState = 'opaque' as string | null } = {},
): Handler {
  let asked = 0;
  return scripted({
    tools: [PAINT_TOOL],
    call: (_request, response, message) => {
      asked += 1;
      if (asked <= rounds) {
        const state = requestState === null ? {} : { requestState };
        return result(response, message, {
          resultType: 'input_required',
          ...state,
          inputRequests: { ask: request },
        });
      }
      const given = message.params?.inputResponses as
        | { readonly ask?: { readonly action: string; readonly content?: { readonly colour?: string } } }
        | undefined;
      const isError = given?.ask?.action !== 'accept';
      const text = isError ? `The user said ${given?.ask?.action}.` : String(given?.ask?.content?.colour);
      return result(response, message, { ...META, content: [{ type: 'text', text }], isError });
    },
  });
}

const elicit = (params: object) => ({ method: 'elicitation/create', params });
const PAINT = { tool: 'paint', arguments: {}, result: 'green' };

const ASKING = [
  ['2025-11-25', () => legacyAsking(FORM)],
  ['2025-11-25', () => legacyAsking(FORM, 'for unasked messages')],
  ['2025-06-18', () => legacyAsking(FORM)],
  ['2025-06-18', () => legacyAsking(FORM, 'for unasked messages')],
  ['2026-07-28', () => modernAsking(elicit(FORM))],
] as const;

describe('a tool that asks', () => {
  it.each(ASKING)('is given the answer that the user gave (%s)', async (protocol, handler) => {
    const server = await start(handler());
    const [session] = await converse(
      planFor(server.url, { protocol, calls: [PAINT], elicit: { colour: 'green', size: 3 } }),
    );
    expect(session).toMatchObject({ error: null, calls: [{ verdict: 'pass', result: 'green' }] });
    expect(session?.elicitations).toStrictEqual([
      { mode: 'form', message: 'Which colour?', answer: 'accept' },
    ]);
  });

  it.each(ASKING)(
    'is told no when the user gave no answer, and decides by itself (%s)',
    async (protocol, handler) => {
      const server = await start(handler());
      const [session] = await converse(planFor(server.url, { protocol, calls: [PAINT] }));
      expect(session?.error).toBeNull();
      expect(session?.calls[0]).toMatchObject({
        verdict: 'fail',
        message:
          'the tool answered with an error: "The user said decline." (before that it asked "Which colour?", which was declined)',
      });
      expect(session?.elicitations).toStrictEqual([
        { mode: 'form', message: 'Which colour?', answer: 'decline' },
      ]);
    },
  );

  it.each(ASKING)(
    'is told no when the answer does not fit, and the user why (%s)',
    async (protocol, handler) => {
      const server = await start(handler());
      const [session] = await converse(
        planFor(server.url, { protocol, calls: [PAINT], elicit: { colour: 3 } }),
      );
      expect(session?.elicitations).toStrictEqual([
        { mode: 'form', message: 'Which colour?', answer: 'decline', reason: '"colour" must be a text' },
      ]);
      expect(session?.calls[0]?.message).toContain('which was declined: "colour" must be a text');
    },
  );

  it.each([
    ['2025-11-25', () => legacyAsking(LINK)],
    ['2025-11-25', () => legacyAsking(LINK, 'for unasked messages')],
    ['2026-07-28', () => modernAsking(elicit(LINK))],
  ] as const)('for a visit to a page is told no, and the page is shown (%s)', async (protocol, handler) => {
    const server = await start(handler());
    const [session] = await converse(
      planFor(server.url, { protocol, calls: [PAINT], elicit: { colour: 'green' } }),
    );
    expect(session?.elicitations).toStrictEqual([
      { mode: 'url', message: 'Please agree', url: PAGE, answer: 'decline' },
    ]);
    expect(session?.calls[0]?.message).toContain(`a person to visit "${PAGE}", and was told no`);
  });

  it('says so where one tool is called', async () => {
    const server = await start(modernAsking(elicit(FORM)));
    const calling = callTool(planFor(server.url), 'paint', {});
    await expect(calling).rejects.toMatchObject({
      code: 'tool.error',
      hint: expect.stringMatching(/"Which colour\?".*--elicit/u),
    });
    const again = await start(modernAsking(elicit(FORM)));
    const outcome = await callTool(planFor(again.url, { elicit: { colour: 'green' } }), 'paint', {});
    expect(outcome.elicitations).toMatchObject([{ answer: 'accept' }]);
  });

  it('cannot put an escape sequence or a secret of ours into the record', async () => {
    const server = await start(
      modernAsking(elicit({ ...FORM, message: `Bearer a-good-token-for-tests ${'x'.repeat(5_000)}` })),
    );
    const [session] = await converse(planFor(server.url, { calls: [PAINT] }));
    expect(session?.elicitations[0]?.message).not.toContain('a-good-token-for-tests');
    expect(session?.elicitations[0]?.message.length).toBeLessThan(1_000);
  });
});

describe('multi round-trip requests (2026-07-28)', () => {
  const asOf = (server: Served) =>
    server.seen.filter(({ rpc }) => rpc === 'tools/call').map(({ body }) => body as Message);

  it.each(['', ' two  spaces ', '{"nonce":1}', 'ÄÖ\u2028\ud83d\ude00'])(
    'give back the state %j as it was',
    async (requestState) => {
      const server = await start(modernAsking(elicit(FORM), { requestState }));
      await converse(planFor(server.url, { calls: [PAINT], elicit: { colour: 'green' } }));
      const [first, second] = asOf(server);
      expect(second?.params).toStrictEqual({
        ...first?.params,
        inputResponses: { ask: { action: 'accept', content: { colour: 'green' } } },
        requestState,
      });
      expect(second?.id).not.toBe(first?.id);
    },
  );

  it('send no state where there was none, and nothing of it in the next call', async () => {
    const server = await start(modernAsking(elicit(FORM), { requestState: null }));
    await converse(planFor(server.url, { calls: [PAINT, PAINT], elicit: { colour: 'green' } }));
    const [, second, third] = asOf(server);
    expect(second?.params).not.toHaveProperty('requestState');
    expect(third?.params).not.toHaveProperty('inputResponses');
  });

  it('end after a few rounds', async () => {
    const server = await start(modernAsking(elicit(FORM), { rounds: 100 }));
    const [session] = await converse(planFor(server.url, { calls: [PAINT], elicit: { colour: 'green' } }));
    expect(session?.error).toMatchObject({ code: 'mcp.input_required', exit: 6 });
    expect(asOf(server)).toHaveLength(6);
    expect(session?.elicitations).toHaveLength(5);
  });

  it.each([
    ['sampling/createMessage', { messages: [], maxTokens: 1 }],
    ['roots/list', {}],
  ])('do not do %s, which was not declared', async (method, params) => {
    const server = await start(modernAsking({ method, params }));
    const [session] = await converse(planFor(server.url, { calls: [PAINT], elicit: {} }));
    expect(session?.error).toMatchObject({ code: 'mcp.input_not_declared' });
    expect(session?.error?.message).toContain(method);
    expect(asOf(server)).toHaveLength(1);
  });

  it('are refused where none may be asked for', async () => {
    const server = await start((request, response, body) =>
      (body as Message).method === 'tools/list'
        ? result(response, body as Message, { resultType: 'input_required', requestState: 'x' })
        : scripted()(request, response, body),
    );
    const [session] = await converse(planFor(server.url, { protocol: '2026-07-28' }));
    expect(session?.error?.class).toBe('protocol');
    expect(server.seen.length).toBeLessThan(8);
  });
});

describe('what is declared', () => {
  it.each([
    ['2026-07-28', { form: {}, url: {} }],
    ['2025-11-25', { form: {}, url: {} }],
    ['2025-06-18', {}],
    ['2025-03-26', undefined],
  ] as const)('is what is answered: %s', async (protocol, elicitation) => {
    const server = await start(scripted());
    await converse(planFor(server.url, { protocol }));
    const [first] = server.seen.map(({ body }) => body as Message);
    const params = first?.params;
    const meta = params?._meta as Record<string, unknown> | undefined;
    const declared = (meta?.['io.modelcontextprotocol/clientCapabilities'] ?? params?.capabilities) as object;
    expect(declared).not.toHaveProperty('roots');
    expect(declared).not.toHaveProperty('sampling');
    expect('elicitation' in declared ? declared.elicitation : undefined).toStrictEqual(elicitation);
  });

  it.each(['roots/list', 'sampling/createMessage'])(
    'and nothing else is: a server that asks for %s is told so',
    async (method) => {
      const server = await start(
        statefulHandler({
          server: () => {
            const asking = new McpServer({ name: 'asking', version: '1' }, {});
            asking.registerTool('paint', {}, async (extra) => {
              const params = { messages: [], maxTokens: 1 };
              const { z } = await import('zod');
              const request = { method, params } as Parameters<typeof extra.sendRequest>[0];
              const code = await extra.sendRequest(request, z.looseObject({})).then(
                () => 'done',
                (error: { readonly code: number }) => String(error.code),
              );
              return { content: [{ type: 'text', text: code }] };
            });
            return asking;
          },
        }),
      );
      const call = { tool: 'paint', arguments: {}, result: -32601 };
      const [session] = await converse(planFor(server.url, { protocol: '2025-11-25', calls: [call] }));
      expect(session?.calls[0]).toMatchObject({ verdict: 'pass' });
    },
  );
});
