import { NetworkError } from '../errors.ts';
import { isTooDeep, MOST_NESTED } from '../text/nesting.ts';
import { quote } from '../text/quote.ts';
import type { HeaderList, Http, Located, Tried } from '../types.ts';

export interface Candidate {
  readonly url: string;
  /** The URL was named by a server, not derived from what the user gave. */
  readonly named: boolean;
  readonly headers?: HeaderList;
}

/** A JSON object that was found, or what was wrong with what was found. */
export type Fetched =
  | { readonly found: Located<object> }
  | { readonly tried: Tried; readonly exchange?: number; readonly error?: NetworkError };

/**
 * Gets one JSON object, without a credential. Whatever goes wrong is an outcome in plain words: the next
 * location is then tried.
 */
export async function fetchDocument(
  http: Http,
  { url, named, headers = [] }: Candidate,
  tried: readonly Tried[],
): Promise<Fetched> {
  try {
    const response = await http.send({
      method: 'GET',
      url,
      headers: [['Accept', 'application/json'], ...headers],
      purpose: 'metadata',
      phase: 'discovery',
      named,
    });
    const { status, exchange } = response;
    if (status !== 200) return { tried: { url, status, outcome: String(status) }, exchange };
    const json = objectIn(response.body);
    // Reports and libraries walk what was found recursively.
    if (isTooDeep(json))
      return { tried: { url, status, outcome: `JSON nested more than ${MOST_NESTED} deep` }, exchange };
    if (json !== undefined) return { found: { url, document: json, exchange, tried } };
    const type = response.header('content-type')[0] ?? 'no content type';
    return { tried: { url, status, outcome: `no JSON object but ${kindOf(type, response.body)}` }, exchange };
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return { tried: { url, status: null, outcome: error.code }, error };
  }
}

function kindOf(type: string, body: string): string {
  if (/event-stream/iu.test(type)) return 'an event stream';
  if (/html/iu.test(type) || /^\s*<(?:!doctype|html)/iu.test(body)) return 'HTML';
  return body.trim() === '' ? 'an empty body' : quote(type, 60);
}

function objectIn(body: string): object | undefined {
  try {
    const json: unknown = JSON.parse(body.replace(/^\uFEFF/u, ''));
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? json : undefined;
  } catch {
    return undefined;
  }
}
