import { describe, expect, it } from 'vitest';
import { callTool, converse } from '../../src/client/index.ts';
import { planFor } from './support/plan.ts';
import { event, META, type Message, result, type Script, scripted } from './support/scripted.ts';
import { start } from './support/start.ts';

const tool = (mark: string) => ({
  name: 'get_me',
  inputSchema: { type: 'object', properties: { region: { type: 'string', 'x-mcp-header': mark } } },
});
const ARGUMENTS = { region: 'west' };
const CALLS = [{ tool: 'get_me', arguments: ARGUMENTS, result: 3 }];
const MISMATCH = { code: -32020, message: 'Header mismatch' };

/** Wants the header of the newest list, which is not the list that it gave first. */
function renaming(how: 'JSON' | 'a stream', later: readonly unknown[] = [tool('Zone')], wants = 'zone') {
  const tools: unknown[] = [tool('Region')];
  const call: Script['call'] = (request, response, message) => {
    tools.splice(0, tools.length, ...later);
    if (request.headers[`mcp-param-${wants}`] === 'west')
      return result(response, message, { ...META, content: [{ type: 'text', text: '3' }] });
    const answer = { jsonrpc: '2.0', id: message.id, error: MISMATCH };
    return how === 'JSON'
      ? response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
      : response.writeHead(200, { 'content-type': 'text/event-stream' }).end(event(answer));
  };
  return scripted({ tools, call });
}

const TWICE = ['POST tools/list', 'POST tools/call', 'POST tools/list', 'POST tools/call'];

describe('a tool that changed since it was listed, so that its headers do not match', () => {
  it.each(['JSON', 'a stream'] as const)('is listed again and called once more (%s)', async (how) => {
    const server = await start(renaming(how));
    const [session] = await converse(planFor(server.url, { calls: CALLS }));
    expect(session).toMatchObject({ error: null, calls: [{ verdict: 'pass' }], tools: [tool('Zone')] });
    expect(session?.tools).toHaveLength(1);
    expect(server.lines()).toStrictEqual(TWICE);
    expect(server.seen.at(-1)?.headers).not.toHaveProperty('mcp-param-region');
    const ids = server.seen.map(({ body }) => (body as Message).id);
    expect(new Set(ids).size).toBe(4);
  });

  it('is so too where one tool is called alone', async () => {
    const server = await start(renaming('JSON'));
    const { answer, tools } = await callTool(planFor(server.url), 'get_me', ARGUMENTS);
    expect(answer).toMatchObject({ isError: false });
    expect(tools).toMatchObject([tool('Zone')]);
    expect(server.lines()).toStrictEqual(TWICE);
  });

  it('is called no third time', async () => {
    const server = await start(renaming('JSON', [tool('Zone')], 'nothing'));
    const [session] = await converse(planFor(server.url, { calls: CALLS }));
    expect(session?.error).toMatchObject({ code: 'jsonrpc.error' });
    expect(session?.error?.message).toContain('-32020');
    expect(server.lines()).toStrictEqual(TWICE);
  });

  it('is not called when it is gone', async () => {
    const server = await start(renaming('JSON', []));
    const [session] = await converse(planFor(server.url, { calls: CALLS }));
    expect(session).toMatchObject({ error: null, tools: [], calls: [{ verdict: 'fail' }] });
    expect(session?.calls[0]?.message).toContain('lists no tool "get_me"');
    expect(server.lines()).toStrictEqual(TWICE.slice(0, 3));
  });

  it('is not called when its new headers may not be sent', async () => {
    const server = await start(renaming('JSON', [tool('not a name')]));
    const [session] = await converse(planFor(server.url, { calls: CALLS }));
    expect(session).toMatchObject({ error: null, tools: [], droppedTools: [{ name: 'get_me' }] });
    expect(session?.calls[0]?.message).toContain('may not be called by any client');
    expect(server.lines()).toStrictEqual(TWICE.slice(0, 3));
  });

  it.each(['2025-11-25', '2025-06-18'] as const)(
    'is none in %s, which has no such headers',
    async (protocol) => {
      const server = await start(renaming('JSON'));
      const [session] = await converse(planFor(server.url, { protocol, calls: CALLS }));
      expect(session?.error).toMatchObject({ code: 'jsonrpc.error' });
      expect(server.lines().filter((line) => line === 'POST tools/list')).toHaveLength(1);
    },
  );
});
