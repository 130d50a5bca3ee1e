import type { Exchange, HeaderList } from '../types.ts';

/** Neither protocol version nor sizes on the wire are recorded; -1 says so. */
const HTTP = 'HTTP/1.1';
const UNKNOWN = -1;

/** `request` of HAR 1.2. */
export function requestOf({ method, url, request }: Exchange): object {
  const headers = request?.headers ?? [];
  const body = request?.body;
  const whole = absolute(url);
  return {
    method,
    url: whole,
    httpVersion: HTTP,
    cookies: [],
    headers: headers.map(pair),
    queryString: queryOf(whole),
    ...(body === undefined
      ? {}
      : { postData: { mimeType: headerOf(headers, 'content-type') ?? '', text: body } }),
    headersSize: UNKNOWN,
    bodySize: body === undefined ? UNKNOWN : bytesOf(body),
  };
}

/** `response` of HAR 1.2; status 0 and `_error` when no answer came, as Chrome writes it. */
export function responseOf({ status, error, contentType, location, response }: Exchange): object {
  const headers = response?.headers ?? untraced(contentType, location);
  const body = response?.body;
  return {
    status: status ?? 0,
    statusText: '',
    httpVersion: HTTP,
    cookies: [],
    headers: headers.map(pair),
    content: {
      size: body === undefined ? 0 : bytesOf(body),
      mimeType: contentType ?? headerOf(headers, 'content-type') ?? '',
      ...(body === undefined ? {} : { text: body }),
    },
    redirectURL: location ?? '',
    headersSize: UNKNOWN,
    bodySize: UNKNOWN,
    ...(error === undefined ? {} : { _error: error }),
  };
}

/** What is known of the answer's headers when nothing was traced. */
function untraced(contentType: string | undefined, location: string | undefined): HeaderList {
  return [
    ...(contentType === undefined ? [] : [['content-type', contentType] as const]),
    ...(location === undefined ? [] : [['location', location] as const]),
  ];
}

function pair([name, value]: HeaderList[number]): object {
  return { name, value };
}

function headerOf(headers: HeaderList, wanted: string): string | undefined {
  return headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
}

/** With what RFC 3986 allows nowhere, such as the brackets of a mask, percent-encoded. */
function absolute(url: string): string {
  if (!URL.canParse(url)) return url;
  const [address = '', ...query] = new URL(url).href.split('?');
  const encoded = query.join('?').replaceAll(ODD, encodeURIComponent);
  return query.length === 0 ? address : `${address}?${encoded}`;
}

/** WHATWG's parser leaves these in a query. */
const ODD = /[|^`{}[\]\\]/g;

function queryOf(url: string): readonly object[] {
  if (!URL.canParse(url)) return [];
  return [...new URL(url).searchParams].map(([name, value]) => ({ name, value }));
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
