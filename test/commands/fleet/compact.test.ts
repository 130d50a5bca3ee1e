import { describe, expect, it } from 'vitest';
import { createCompactor } from '../../../src/commands/fleet/compact.ts';
import type { TargetReport } from '../../../src/types.ts';

describe('reports of many targets', () => {
  it('are the same as before', () => {
    const compact = createCompactor();
    const reports = [report('a'), report('b')];

    expect(reports.map(compact)).toEqual(reports);
  });

  it('hold what is equal once', () => {
    const compact = createCompactor();
    const [one, other] = [compact(report('a')), compact(report('b'))];

    expect(one.discovery).toBe(other.discovery);
    expect(one.results[0]).toBe(other.results[0]);
    expect(one.results[1]).not.toBe(other.results[1]);
  });
});

function report(name: string): TargetReport {
  return {
    name,
    url: `https://${name}.example.com/mcp`,
    verdict: 'pass',
    exitCode: 0,
    startedAt: '2026-11-23T00:00:00.000Z',
    durationMs: 5,
    server: { name: 'calculator', version: '1' },
    eras: { legacy: null, modern: true },
    discovery: {
      issuer: 'https://as.example.com',
      resource: null,
      challenge: { scheme: 'Bearer', parameters: {} },
      protectedResourceMetadata: null,
      authorizationServerMetadata: { issuer: 'https://as.example.com' },
    },
    flows: [
      {
        flow: 'client_credentials',
        library: 'msal',
        verdict: 'pass',
        token: null,
        sessions: [
          {
            protocol: '2026-07-28',
            tools: [{ name: 'add' }],
            calls: [],
            droppedTools: [],
            elicitations: [],
            error: null,
          },
        ],
        error: null,
      },
    ],
    results: [result('the same'), result(name)],
    findings: [],
    exchanges: [
      {
        n: 1,
        phase: 'discovery',
        method: 'POST',
        url: 'https://as.example.com',
        status: 200,
        startedAt: '2026-11-23T00:00:00.000Z',
        durationMs: 1,
        date: 'Mon, 23 Nov 2026 00:00:00 GMT',
      },
    ],
  };
}

function result(message: string): TargetReport['results'][number] {
  return { id: 'a/b', group: 'a', level: 'MUST', spec: ['RFC'], verdict: 'pass', message, exchanges: [1] };
}
