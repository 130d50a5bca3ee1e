import { describe, expect, it } from 'vitest';
import { callTool, listTools } from '../../src/client/index.ts';
import { gated, type Handler, type Served } from './support/gate.ts';
import { planFor } from './support/plan.ts';
import { secondHandler, statefulHandler } from './support/servers.ts';
import { start } from './support/start.ts';

const guard = (handler: Handler): Promise<Served> => start(gated(handler));

describe('tools', () => {
  it('lists them with their schemas', async () => {
    const server = await guard(secondHandler('modern'));
    const { tools, protocol, server: info } = await listTools(planFor(server.url));
    expect({ protocol, info }).toStrictEqual({
      protocol: '2026-07-28',
      info: { name: 'second', version: '2.0.0' },
    });
    expect(tools[0]).toMatchObject({
      name: 'add',
      inputSchema: { type: 'object' },
      outputSchema: { type: 'object' },
    });
    expect(server.lines()).toStrictEqual(['POST tools/list']);
  });

  it('throws what went wrong', async () => {
    const server = await guard(statefulHandler());
    await expect(listTools(planFor(server.url, { bearer: 'nobody-knows-this' }))).rejects.toMatchObject({
      code: 'auth.rejected_token',
      exit: 3,
    });
  });
});

describe('call', () => {
  it.each([secondHandler('modern'), statefulHandler()])('returns the whole answer', async (handler) => {
    const server = await guard(handler);
    const outcome = await callTool(planFor(server.url), 'add', { a: 2, b: 40 });
    expect(outcome).toMatchObject({
      answer: { isError: false, structuredContent: { result: 42 }, content: [{ type: 'text', text: '42' }] },
      violation: undefined,
    });
    expect(server.lines()).toContain('POST tools/call');
  });

  it('exits 5 when the tool fails', async () => {
    const server = await guard(statefulHandler());
    await expect(callTool(planFor(server.url), 'break', {})).rejects.toMatchObject({
      code: 'tool.error',
      exit: 5,
    });
    expect(server.lines().at(-1)).toBe('DELETE');
  });

  it('exits 5 when there is no such tool, and names those there are', async () => {
    const server = await guard(secondHandler('modern'));
    await expect(callTool(planFor(server.url), 'divide', {})).rejects.toMatchObject({
      code: 'tool.not_found',
      exit: 5,
      hint: 'It lists "add", "subtract", "break".',
    });
    expect(server.lines()).toStrictEqual(['POST tools/list']);
  });
});
