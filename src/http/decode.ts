import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { HeaderList } from '../types.ts';
import { Failure } from './failures.ts';
import type { Limits } from './limits.ts';

export interface DecodeOptions {
  readonly host: string;
  readonly limits: Limits;
  /** Cap on decoded bytes. */
  readonly maxBytes: number;
  /** Counts decoded bytes towards the target's total; throws when that is used up. */
  readonly spend: (bytes: number) => void;
}

/**
 * The decoded body. Throws a Failure `limit.body_bytes` as soon as the decoded size or its ratio to the bytes
 * on the wire goes over a limit, and `http.encoding` for a coding that was not asked for (RFC 9110 §8.4).
 */
export async function* decode(
  body: AsyncIterable<Uint8Array>,
  headers: HeaderList,
  { host, limits, maxBytes, spend }: DecodeOptions,
): AsyncGenerator<Uint8Array> {
  const wire = { bytes: 0 };
  const isGzip = codingOf(headers, host) === 'gzip';
  let decoded = 0;
  for await (const chunk of isGzip ? gunzip(Readable.from(body, { objectMode: false }), wire) : body) {
    decoded += chunk.length;
    spend(chunk.length);
    if (decoded > maxBytes) throw tooLarge(`${host} sent a body over the limit of ${maxBytes} bytes.`);
    if (isGzip && decoded > limits.ratioAfter && decoded > wire.bytes * limits.ratio) {
      throw tooLarge(`${host} sent a body that grows more than ${limits.ratio} times when decompressed.`);
    }
    yield chunk;
  }
}

/** An empty body is an empty body, whatever its Content-Encoding. */
async function* gunzip(body: Readable, wire: { bytes: number }): AsyncGenerator<Uint8Array> {
  const unzip = createGunzip();
  body.on('data', (chunk: Uint8Array) => {
    wire.bytes += chunk.length;
  });
  pipeline(body, unzip, () => undefined);
  try {
    for await (const chunk of unzip) {
      const bytes: unknown = chunk;
      if (bytes instanceof Uint8Array) yield bytes;
    }
  } catch (error) {
    if (wire.bytes > 0) throw error;
    if (body.errored !== null) throw body.errored;
  } finally {
    body.destroy();
  }
}

function codingOf(headers: HeaderList, host: string): 'gzip' | 'identity' {
  const codings = headers
    .filter(([name]) => name.toLowerCase() === 'content-encoding')
    .flatMap(([, value]) => value.split(','))
    .map((coding) => coding.trim().toLowerCase())
    .filter((coding) => coding !== '' && coding !== 'identity');
  if (codings.length === 0) return 'identity';
  if (codings.length === 1 && (codings[0] === 'gzip' || codings[0] === 'x-gzip')) return 'gzip';
  throw new Failure({
    code: 'http.encoding',
    message: `${host} sent a Content-Encoding that was not asked for; only gzip was.`,
  });
}

function tooLarge(message: string): Failure {
  return new Failure({ code: 'limit.body_bytes', message });
}
