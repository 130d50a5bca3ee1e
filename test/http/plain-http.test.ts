import { describe, expect, it } from 'vitest';
import { codeOf, get, useBench } from './servers.ts';

const bench = useBench();
const lookup = () => Promise.resolve([{ address: '127.0.0.1', family: 4 }]);

describe('plain http beyond this machine', () => {
  it('is spoken by a probe that says so, and its redirect is not followed', async () => {
    const server = await bench.http((_request, response) => {
      response.writeHead(301, { location: 'https://as.example/token' }).end();
    });
    const http = bench.open('https://mcp.example/mcp', { lookup });
    const url = `http://as.example:${server.port}/token`;
    const answer = await http.send(get(url, { purpose: 'probe', phase: 'check', plain: true }));
    expect(answer.status).toBe(301);
    expect(server.requests).toEqual(['GET /token']);
  });

  it.each(['metadata', 'credential', 'mcp', 'probe'] as const)(
    'is not spoken by %s otherwise',
    async (purpose) => {
      const http = bench.open('https://mcp.example/mcp', { lookup });
      const plain = purpose === 'probe' ? {} : ({ plain: true } as const);
      expect(await codeOf(http.send(get('http://as.example/token', { purpose, ...plain })))).toBe('ssrf.url');
    },
  );

  it('does not reach an address that a server may not name', async () => {
    const http = bench.open('https://203.0.113.1/mcp');
    const request = get('http://10.0.0.1/token', { purpose: 'probe', plain: true, named: true });
    expect(await codeOf(http.send(request))).toBe('ssrf.private_address');
  });
});
