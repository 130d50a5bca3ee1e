import { randomUUID } from 'node:crypto';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { McpServer as FirstServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { createMcpHandler, McpServer as SecondServer } from '@modelcontextprotocol/server';
import * as z from 'zod';
import type { Handler } from './gate.ts';

const NUMBERS = { a: z.number(), b: z.number() };
const RESULT = { result: z.number() };

const answer = (result: number) => ({
  content: [{ type: 'text' as const, text: String(result) }],
  structuredContent: { result },
});

const failure = () => ({
  isError: true,
  content: [{ type: 'text' as const, text: 'no \u001b[31m such thing' }],
});

/** A calculator on the SDK of the handshake eras. `add` is off by one when it lies. */
function firstCalculator(options: { readonly lies?: boolean } = {}): FirstServer {
  const server = new FirstServer({ name: 'first', version: '1.0.0' });
  server.registerTool('add', { inputSchema: NUMBERS, outputSchema: RESULT }, ({ a, b }) =>
    answer(a + b + (options.lies === true ? 1 : 0)),
  );
  server.registerTool('subtract', { inputSchema: NUMBERS }, ({ a, b }) => answer(a - b));
  server.registerTool('break', { description: 'always fails' }, failure);
  return server;
}

function secondCalculator(): SecondServer {
  const server = new SecondServer({ name: 'second', version: '2.0.0' });
  server.registerTool('add', { inputSchema: z.object(NUMBERS), outputSchema: z.object(RESULT) }, ({ a, b }) =>
    answer(a + b),
  );
  server.registerTool('subtract', { inputSchema: z.object(NUMBERS) }, ({ a, b }) => answer(a - b));
  server.registerTool('break', { inputSchema: z.object({}) }, failure);
  return server;
}

/** Keeps a session per client, as most deployed servers do. */
export function statefulHandler(
  options: { readonly lies?: boolean; readonly server?: () => FirstServer } = {},
): Handler {
  const sessions = new Map<string, StreamableHTTPServerTransport>();
  return async (request, response, body) => {
    const id = request.headers['mcp-session-id'];
    const known = typeof id === 'string' ? sessions.get(id) : undefined;
    if (known !== undefined) return known.handleRequest(request, response, body);
    const transport = new StreamableHTTPServerTransport({
      sessionIdGenerator: () => randomUUID(),
      onsessioninitialized: (issued) => void sessions.set(issued, transport),
    });
    const server = options.server?.() ?? firstCalculator(options);
    await server.connect(transport as Parameters<FirstServer['connect']>[0]);
    return transport.handleRequest(request, response, body);
  };
}

/** A server and a transport per request. */
export function statelessHandler(): Handler {
  return async (request, response, body) => {
    const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
    await firstCalculator().connect(transport as Parameters<FirstServer['connect']>[0]);
    return transport.handleRequest(request, response, body);
  };
}

/** `dual` speaks both eras, `modern` refuses the handshake. */
export function secondHandler(eras: 'dual' | 'modern'): Handler {
  const handler = createMcpHandler(() => secondCalculator(), eras === 'modern' ? { legacy: 'reject' } : {});
  const node = toNodeHandler(handler);
  return (request, response, body) => node(request as Parameters<typeof node>[0], response, body);
}
