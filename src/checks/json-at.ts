import { isTooDeep } from '../text/nesting.ts';
import type { CheckContext } from './check.ts';

export interface JsonAnswer {
  readonly status: number;
  readonly exchange: number;
  readonly contentType: string;
  /** The JSON object in the body, if it is one. */
  readonly document: Readonly<Record<string, unknown>> | undefined;
}

/**
 * A public document, without any credential. `named`: a server named the URL, so that private addresses are
 * refused. Throws NetworkError when no answer came.
 */
export async function jsonAt(
  { http }: CheckContext,
  url: string,
  named: boolean,
  headers: readonly (readonly [name: string, value: string])[] = [],
): Promise<JsonAnswer> {
  const response = await http.send({
    method: 'GET',
    url,
    headers: [['Accept', 'application/json'], ...headers],
    purpose: 'metadata',
    phase: 'check',
    named,
    maxBytes: MAX_BYTES,
  });
  const { status, exchange, body } = response;
  const contentType = response.header('content-type')[0] ?? '';
  return { status, exchange, contentType, document: objectIn(body) };
}

const MAX_BYTES = 512 * 1024;

function objectIn(body: string): JsonAnswer['document'] {
  try {
    const json: unknown = JSON.parse(body.replace(/^\uFEFF/u, ''));
    return typeof json === 'object' && json !== null && !Array.isArray(json) && !isTooDeep(json)
      ? (json as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined;
  }
}
