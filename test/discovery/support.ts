import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createProbe } from '../../src/client/index.ts';
import { type Discovered, discover, rediscover } from '../../src/discovery/index.ts';
import { createNetwork, createVault } from '../../src/http/index.ts';
import { profileFor } from '../../src/profiles/index.ts';
import type { Challenge, Discovery, Target } from '../../src/types.ts';

export interface Site {
  readonly origin: string;
  /** `GET /path` and `POST /mcp tools/list`, in the order they came. */
  readonly lines: string[];
  /** Answers by `METHOD /path`; what is not here is a 404. May be filled after the start. */
  readonly pages: Map<string, Page>;
  readonly close: () => Promise<void>;
}

export interface Page {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: object | string;
}

/** A web server on a free loopback port that answers from a table. */
export async function site(): Promise<Site> {
  const lines: string[] = [];
  const pages = new Map<string, Page>();
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const line = `${request.method} ${request.url}`;
    lines.push(text === '' ? line : `${line} ${(JSON.parse(text) as { method: string }).method}`);
    const { status = 200, headers = {}, body = '' } = pages.get(line) ?? { status: 404 };
    const json = typeof body === 'object';
    response
      .writeHead(status, { ...(json ? { 'content-type': 'application/json' } : {}), ...headers })
      .end(json ? JSON.stringify(body) : body);
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    lines,
    pages,
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export function targetAt(url: string, more: Partial<Target> = {}): Target {
  return {
    name: 'test',
    url,
    allowedOrigins: [],
    headers: [],
    protocol: 'auto',
    flows: [],
    expect: { tools: [], calls: [] },
    timeoutMs: 3_000,
    ...more,
  };
}

/** Discovers through the real network room and the real profiles. */
export function look(target: Target, eras: 'one' | 'both' = 'one'): Promise<Discovered> {
  return discover({ ...meansFor(target), eras });
}

/** Discovers again after a refusal with this challenge, in the same way. */
export function lookAgain(
  target: Target,
  discovery: Discovery,
  challenge: Challenge | null,
): Promise<Discovered> {
  return rediscover({ ...meansFor(target), eras: 'one', discovery, challenge });
}

function meansFor(target: Target) {
  const network = createNetwork({ vault: createVault() });
  const http = network.open({ name: target.name, url: target.url, timeoutMs: target.timeoutMs });
  return { target, http, probe: createProbe(http, target), profileFor };
}
