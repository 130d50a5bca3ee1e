import { describe, expect, it } from 'vitest';
import { traceContextFrom } from '../../src/http/index.ts';
import { newSpanId, newTraceContext, sentIds } from '../../src/http/trace-context.ts';
import type { HttpRequest } from '../../src/types.ts';
import { useBench } from './servers.ts';

const bench = useBench();
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT = '00f067aa0ba902b7';

describe('the trace that the environment continues', () => {
  it('is read from TRACEPARENT and TRACESTATE', () => {
    const TRACEPARENT = `00-${TRACE}-${PARENT}-01`;
    expect(traceContextFrom({ TRACEPARENT, TRACESTATE: 'vendor=a,other=b' })).toEqual({
      traceId: TRACE,
      parentSpanId: PARENT,
      sampled: true,
      state: 'vendor=a,other=b',
    });
    expect(traceContextFrom({ TRACEPARENT: `00-${TRACE}-${PARENT}-00` })).toMatchObject({ sampled: false });
    expect(traceContextFrom({ TRACEPARENT: `cc-${TRACE}-${PARENT}-03-later` })).toMatchObject({
      traceId: TRACE,
      sampled: true,
    });
  });

  it.each([
    undefined,
    '',
    'nonsense',
    `00-${TRACE.toUpperCase()}-${PARENT}-01`,
    `00-${'0'.repeat(32)}-${PARENT}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `ff-${TRACE}-${PARENT}-01`,
    `00-${TRACE}-${PARENT}-01-more`,
    `00-${TRACE}-${PARENT}`,
    `00-${TRACE}-${PARENT}-01\nx: y`,
  ])('is none with %j', (TRACEPARENT) => {
    expect(traceContextFrom({ TRACEPARENT })).toBeUndefined();
  });

  it('leaves out a state that is no header', () => {
    const TRACEPARENT = `00-${TRACE}-${PARENT}-01`;
    expect(traceContextFrom({ TRACEPARENT, TRACESTATE: 'a=b\r\nx: y' })).not.toHaveProperty('state');
  });
});

describe('the trace that an endpoint is told', () => {
  const seen = async (request: Omit<HttpRequest, 'url' | 'method'>, elsewhere = false) => {
    const headers: (string | undefined)[] = [];
    const server = await bench.http((asked, response) => {
      headers.push([asked.headers.traceparent, asked.headers.tracestate].flat().join('|'));
      response.end();
    });
    const context = { traceId: TRACE, sampled: true, state: 'a=b' };
    const http = bench.open(elsewhere ? 'https://mcp.example.com/mcp' : `${server.origin}/mcp`, {
      traceContext: () => context,
      allowPrivate: true,
    });
    await http.send({ method: 'POST', url: `${server.origin}/mcp`, ...request });
    return { header: headers[0] ?? '', exchange: http.exchanges[0] };
  };

  it('goes with requests of the road, each with a span of its own, and is recorded', async () => {
    const { header, exchange } = await seen({ purpose: 'mcp', phase: 'session' });
    expect(header).toMatch(new RegExp(`^00-${TRACE}-[0-9a-f]{16}-01\\|a=b$`));
    expect(header).toBe(`${exchange?.traceparent}|a=b`);
    const asked = await seen({ purpose: 'probe', phase: 'discovery' });
    expect(asked.header).toContain(TRACE);
    expect(asked.header).not.toBe(header);
  });

  it.each([
    ['checks, which say exactly what is sent', { purpose: 'probe', phase: 'check' }, false],
    ['requests with a credential', { purpose: 'credential', phase: 'token' }, false],
    ['other servers', { purpose: 'metadata', phase: 'discovery' }, true],
  ] as const)('does not go with %s', async (_title, request, elsewhere) => {
    const { header, exchange } = await seen(request, elsewhere);
    expect(header).toBe('|');
    expect(exchange).not.toHaveProperty('traceparent');
  });

  it('gives way to a header of the user', async () => {
    const traceparent = `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`;
    const own = await seen({ purpose: 'mcp', phase: 'session', headers: [['traceparent', traceparent]] });
    expect(own.header).toBe(`${traceparent}|`);
    expect(own.exchange?.traceparent).toBe(traceparent);
  });

  it('goes with what a library fetches, too', async () => {
    const got: string[] = [];
    const server = await bench.http((asked, response) => {
      got.push(String(asked.headers.traceparent));
      response.end('{}');
    });
    const http = bench.open(`${server.origin}/mcp`, { traceContext: newTraceContext });
    await (await http.fetch({ purpose: 'mcp', phase: 'session' })(`${server.origin}/mcp`)).text();
    expect(got).toEqual([http.exchanges[0]?.traceparent]);
  });

  it('is none where nobody asked for one', async () => {
    const got: unknown[] = [];
    const server = await bench.http((asked, response) => {
      got.push(asked.headers.traceparent);
      response.end();
    });
    await bench
      .open(server.origin)
      .send({ method: 'GET', url: server.origin, purpose: 'mcp', phase: 'session' });
    expect(got).toEqual([undefined]);
  });
});

describe('ids of our own', () => {
  it('have the right form and differ', () => {
    expect(newTraceContext().traceId).toMatch(/^[0-9a-f]{32}$/);
    expect(newSpanId()).toMatch(/^[0-9a-f]{16}$/);
    expect(newSpanId()).not.toBe(newSpanId());
  });
});

describe('the id under which Entra ID logs a request', () => {
  const id = '5f1c3b98-0000-4000-8000-000000000002';

  it('is found in the header and in the URL, and nothing else passes for one', () => {
    const bare = new URL('https://login.microsoftonline.com/t/oauth2/v2.0/token');
    expect(sentIds([['Client-Request-Id', id]], bare)).toEqual({ clientRequestId: id });
    expect(sentIds([], new URL(`?client-request-id=${id}`, bare))).toEqual({ clientRequestId: id });
    expect(sentIds([['client-request-id', 'not a guid']], bare)).toEqual({});
  });
});
