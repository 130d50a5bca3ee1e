import { expect, it } from 'vitest';
import { converse } from '../../src/client/index.ts';
import type { Handler } from './support/gate.ts';
import { planFor } from './support/plan.ts';
import { event, type Message, scripted } from './support/scripted.ts';
import { start } from './support/start.ts';

/** Answers a notification with a stream, where 202 is the only right answer; the SDKs give such a stream up. */
const chatty: Handler = (request, response, body) => {
  const { id, method } = body as Message;
  if (request.method !== 'POST' || id !== undefined || method === undefined) {
    return scripted()(request, response, body);
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' }).write('id: 1\ndata: \n\n');
  return void setTimeout(() => response.end(event({ jsonrpc: '2.0', result: {} })), 150);
};

it.each(['2025-11-25', '2025-06-18'] as const)(
  'a notification that is answered with a stream does not end the session (%s)',
  async (protocol) => {
    const server = await start(chatty);
    const [session] = await converse(planFor(server.url, { protocol, only: 'list' }));
    expect(session).toMatchObject({ error: null, tools: [{ name: 'get_me' }] });
  },
);
