import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { afterEach, describe, expect, it } from 'vitest';
import { converse } from '../../src/client/index.ts';
import { type Handler, type Served, serve } from './support/gate.ts';
import { planFor } from './support/plan.ts';
import { statefulHandler } from './support/servers.ts';

const servers: Served[] = [];

async function start(handler: Handler): Promise<Served> {
  const served = await serve(handler);
  servers.push(served);
  return served;
}

afterEach(async () => {
  await Promise.all(servers.splice(0).map((served) => served.close()));
});

const FORM = {
  mode: 'form' as const,
  message: 'Which colour?',
  requestedSchema: { type: 'object' as const, properties: { colour: { type: 'string' as const } } },
};

/** Asks the caller for a colour in the middle of the call, on the stream of the call or on the other one. */
function legacyAsking(stream: 'of the call' | 'for unasked messages'): Handler {
  return statefulHandler({
    server: () => {
      const server = new McpServer({ name: 'asking', version: '1' });
      server.registerTool('paint', {}, async (extra) => {
        const answer = await server.server.elicitInput(
          FORM,
          stream === 'of the call' ? { relatedRequestId: extra.requestId } : {},
        );
        return { content: [{ type: 'text', text: String(answer.content?.colour) }] };
      });
      return server;
    },
  });
}

/** Asks by its result, and is called again with the answer. */
const modernAsking: Handler = (_request, response, body) => {
  const { id, method, params } = body as {
    id: unknown;
    method: string;
    params: { inputResponses?: { ask?: { content?: { colour?: string } } } };
  };
  const complete = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
  const colour = params.inputResponses?.ask?.content?.colour;
  const called =
    colour === undefined
      ? {
          resultType: 'input_required',
          requestState: 's',
          inputRequests: { ask: { method: 'elicitation/create', params: FORM } },
        }
      : { ...complete, content: [{ type: 'text', text: colour }] };
  const listed = { ...complete, tools: [{ name: 'paint', inputSchema: { type: 'object' } }] };
  const result = method === 'tools/list' ? listed : called;
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
};

const PAINT = { tool: 'paint', arguments: {}, result: 'green' };

describe('a tool that asks', () => {
  it.each([
    ['2025-11-25', legacyAsking('of the call')],
    ['2025-11-25', legacyAsking('for unasked messages')],
    ['2025-06-18', legacyAsking('for unasked messages')],
    ['2026-07-28', modernAsking],
  ] as const)('is given the answer that the user gave (%s)', async (protocol, handler) => {
    const server = await start(handler);
    const [session] = await converse(
      planFor(server.url, { protocol, calls: [PAINT], elicit: { colour: 'green' } }),
    );
    expect(session).toMatchObject({ error: null, calls: [{ verdict: 'pass', result: 'green' }] });
  });

  it('is told that nobody can answer (2025-11-25)', async () => {
    const server = await start(legacyAsking('of the call'));
    const [session] = await converse(planFor(server.url, { protocol: '2025-11-25', calls: [PAINT] }));
    expect(session?.calls[0]).toMatchObject({ verdict: 'fail' });
  });

  it('fails with what to do about it (2026-07-28)', async () => {
    const server = await start(modernAsking);
    const [session] = await converse(planFor(server.url, { calls: [PAINT] }));
    expect(session?.error).toMatchObject({
      code: 'mcp.input_required',
      hint: expect.stringContaining('--elicit'),
    });
  });
});
