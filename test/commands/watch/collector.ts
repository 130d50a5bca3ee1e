import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An OTLP receiver on loopback that keeps what it gets. */
export interface Collector {
  readonly origin: string;
  readonly received: Received[];
  answer: (response: ServerResponse) => void;
  readonly close: () => Promise<void>;
}

export async function startCollector(): Promise<Collector> {
  const received: Received[] = [];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
      collector.answer(response);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const collector: Collector = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answer: (response) => {
      response.setHeader('content-type', 'application/json');
      response.end('{}');
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return collector;
}

export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Record<string, unknown> }[];
  readonly events?: readonly { readonly name: string }[];
  readonly status: { readonly code: number; readonly message?: string };
}

/** The spans of an OTLP/JSON request. */
export function spansIn(received: Received | undefined): readonly Span[] {
  const { resourceSpans } = JSON.parse(received?.body.toString() ?? '{}') as {
    resourceSpans: { scopeSpans: { spans: Span[] }[] }[];
  };
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}

/** An attribute's value, whatever its type. */
export function attribute(span: Pick<Span, 'attributes'> | undefined, key: string): unknown {
  const value = span?.attributes.find((one) => one.key === key)?.value ?? {};
  return Object.values(value)[0];
}

interface Metric {
  readonly name: string;
  readonly unit: string;
  readonly gauge: {
    readonly dataPoints: readonly {
      readonly asDouble?: number;
      readonly asInt?: number | string;
      readonly attributes: Span['attributes'];
    }[];
  };
}

/** The metrics of an OTLP/JSON request by name. */
export function metricsIn(received: Received | undefined): ReadonlyMap<string, Metric> {
  const { resourceMetrics } = JSON.parse(received?.body.toString() ?? '{}') as {
    resourceMetrics: { scopeMetrics: { metrics: Metric[] }[] }[];
  };
  const all = resourceMetrics.flatMap(({ scopeMetrics }) => scopeMetrics.flatMap(({ metrics }) => metrics));
  return new Map(all.map((metric) => [metric.name, metric]));
}

/**
 * The length-delimited fields of a protobuf message at the end of a path of field numbers
 * (https://protobuf.dev/programming-guides/encoding/).
 */
export function fieldsAt(message: Buffer, path: readonly number[]): readonly Buffer[] {
  return path.reduce<readonly Buffer[]>(
    (messages, field) => messages.flatMap((one) => fieldsOf(one, field)),
    [message],
  );
}

function fieldsOf(message: Buffer, wanted: number): readonly Buffer[] {
  const found: Buffer[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = message.readUInt8(at);
      at += 1;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  };
  while (at < message.length) {
    const tag = varint();
    const wire = tag & 7;
    if (wire === 0) varint();
    else if (wire === 1) at += 8;
    else if (wire === 5) at += 4;
    else if (wire === 2) {
      const length = varint();
      if (at + length > message.length) throw new Error('the message is cut off');
      if (tag >>> 3 === wanted) found.push(message.subarray(at, at + length));
      at += length;
    } else throw new Error(`no protobuf: wire type ${wire}`);
  }
  return found;
}
