import { request as forward } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { converse } from '../../src/client/index.ts';
import { gated, type Handler, type Served, serve } from '../client/support/gate.ts';
import { planFor } from '../client/support/plan.ts';
import { type Child, freePorts, run } from './child.ts';

const root = dirname(
  createRequire(import.meta.url).resolve('@modelcontextprotocol/server-everything/package.json'),
);

let everything: Child;
let gate: Served;

beforeAll(async () => {
  const [port = 0] = await freePorts(1);
  const file = join(root, 'dist', 'index.js');
  everything = await run(file, ['streamableHttp'], { PORT: `${port}` }, /listening on port/gu);
  gate = await serve(gated(reverseProxy(port)));
});

afterAll(async () => {
  await gate?.close();
  await everything?.stop();
});

/** Hands the request on as it is, and the answer back as it comes. */
function reverseProxy(port: number): Handler {
  return (request, response, body) =>
    new Promise((resolve) => {
      const text = body === undefined ? '' : JSON.stringify(body);
      const { 'transfer-encoding': _chunked, ...rest } = request.headers;
      const headers = { ...rest, host: `127.0.0.1:${port}`, 'content-length': Buffer.byteLength(text) };
      const onward = forward(
        { port, host: '127.0.0.1', path: request.url, method: request.method, headers },
        (answer) => {
          response.writeHead(answer.statusCode ?? 502, answer.headers);
          answer.pipe(response).on('close', resolve);
        },
      );
      onward.on('error', () => response.writeHead(502).end(resolve));
      response.on('close', () => onward.destroy());
      onward.end(text);
    });
}

describe("the project's reference server, behind a gate", () => {
  it('is listed and called, and its session ended', async () => {
    const plan = planFor(gate.url, {
      calls: [
        { tool: 'echo', arguments: { message: 'hello' }, result: 'Echo: hello' },
        { tool: 'get-sum', arguments: { a: 2, b: 3 } },
      ],
    });
    const [session] = await converse(plan);
    expect(session).toMatchObject({ error: null, era: 'legacy', protocol: '2025-11-25', stateful: true });
    expect(session?.tools.length).toBeGreaterThan(5);
    expect(session?.calls.map(({ verdict, message }) => [verdict, message])).toStrictEqual([
      ['pass', undefined],
      ['pass', undefined],
    ]);
    expect(gate.lines().at(-1)).toBe('DELETE');
    // Open while calls are made: a question for the person may come on it.
    expect(gate.lines().filter((line) => line === 'GET')).toHaveLength(1);
  });

  it.each(['2025-06-18', '2025-03-26'] as const)('speaks %s too', async (protocol) => {
    const [session] = await converse(planFor(gate.url, { protocol, only: 'list' }));
    expect(session).toMatchObject({ error: null, protocol });
  });

  it('is not reached with another token', async () => {
    const [session] = await converse(planFor(gate.url, { bearer: 'some-other-token' }));
    expect(session?.error?.code).toBe('auth.rejected_token');
  });
});
