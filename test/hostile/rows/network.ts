import { gzipSync } from 'node:zlib';
import {
  bomb,
  CHUNKED,
  chunk,
  drips,
  encoded,
  floods,
  holds,
  resets,
  says,
  withHeaders,
} from '../behaviours.ts';
import { type Hostile, rowsAt } from '../over-the-wire.ts';
import { head } from '../raw-deployment.ts';
import type { Row } from '../row.ts';

const LATE = { exit: 4, code: 'timeout.headers', seconds: 2 };
const ENDLESS = { exit: 4, code: 'timeout.exchange', seconds: 2 };
const CUT = { exit: 6, code: 'http.truncated' };
const HEADERS = { exit: 6, code: 'limit.headers' };
const BODY = { exit: 6, code: 'limit.body_bytes' };
const ENCODING = { exit: 6, code: 'http.encoding' };

/** Servers that never say anything, or never say enough. */
const slow: Readonly<Record<string, Hostile>> = {
  'tcp-silent': { does: 'takes the connection and never answers', behave: holds(''), ...LATE },
  'status-drip': {
    does: 'drips the first line of its answer',
    behave: drips('HTTP/1.1 200 ', 'O', 300),
    ...LATE,
  },
  'half-a-header': {
    does: 'sends half a header and waits',
    behave: holds('HTTP/1.1 200 OK\r\nA: b'),
    ...LATE,
  },
  'header-drip': {
    does: 'sends one header line every 300 ms',
    behave: drips('HTTP/1.1 200 OK\r\n', (turn) => `X-${turn}: y\r\n`),
    ...LATE,
  },
  // undici takes no 100 that it did not ask for, and ends the exchange.
  'continue-endless': {
    does: 'says 100 Continue for ever',
    behave: drips('', 'HTTP/1.1 100 Continue\r\n\r\n', 100),
    ...CUT,
  },
  'early-hints-endless': {
    does: 'says 103 Early Hints for ever',
    behave: drips('', 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n', 100),
    ...ENDLESS,
  },
  'early-hints-flood': {
    does: 'says 103 Early Hints as fast as it can',
    behave: floods('', `HTTP/1.1 103 Early Hints\r\nLink: <${'x'.repeat(8_000)}>\r\n\r\n`),
    ...ENDLESS,
  },
  'body-silent': {
    does: 'sends its headers and never the body',
    behave: holds(head(['Content-Length: 9'])),
    ...ENDLESS,
  },
  'body-drip': {
    does: 'drips its body',
    behave: drips(head(['Content-Length: 100000']), ' ', 200),
    ...ENDLESS,
  },
  'chunk-drip': { does: 'drips chunks', behave: drips(CHUNKED, chunk(' '), 200), ...ENDLESS },
  'line-break-drip': { does: 'drips line breaks before its answer', behave: drips('', '\r\n', 200), ...LATE },
  'status-endless': {
    does: 'sends a reason phrase that never ends',
    behave: floods('HTTP/1.1 200 ', 'y'.repeat(65_536)),
    ...LATE,
  },
  'chunk-extensions': {
    does: 'sends a chunk extension that never ends',
    behave: floods(`${CHUNKED}1;x=`, 'y'.repeat(65_536)),
    ...ENDLESS,
  },
};

/** Connections that break. */
const broken: Readonly<Record<string, Hostile>> = {
  'closes-at-once': {
    does: 'closes the connection without an answer',
    behave: says(''),
    exit: 4,
    code: 'tcp.reset',
  },
  'resets-at-once': {
    does: 'resets the connection without an answer',
    behave: resets(''),
    exit: 4,
    code: 'tcp.reset',
  },
  'resets-in-header': {
    does: 'resets in the middle of a header',
    behave: resets('HTTP/1.1 200 OK\r\nA'),
    ...CUT,
  },
  'closes-in-header': {
    does: 'closes in the middle of a header',
    behave: says('HTTP/1.1 200 OK\r\nA'),
    ...CUT,
  },
  'resets-in-body': {
    does: 'resets in the middle of its body',
    behave: resets(`${head(['Content-Length: 500'])}{"a":`),
    ...CUT,
  },
  'length-too-long': {
    does: 'announces more than it sends, and closes',
    behave: says(`${head(['Content-Length: 500'])}{}`),
    ...CUT,
  },
  'chunks-cut': { does: 'closes before its last chunk', behave: says(`${CHUNKED}${chunk('{}')}`), ...CUT },
  'chunk-cut': { does: 'closes in the middle of a chunk', behave: says(`${CHUNKED}9\r\n{}`), ...CUT },
  'gzip-cut': {
    does: 'closes in the middle of its gzip',
    behave: encoded('gzip', gzipSync(JSON.stringify({ a: 'b'.repeat(100) })).subarray(0, 20)),
    ...CUT,
  },
};

/** More than anybody needs. */
const large: Readonly<Record<string, Hostile>> = {
  'header-17-kib': {
    does: 'sends a header of 17 KiB',
    behave: withHeaders(`X: ${'y'.repeat(17 * 1024)}`),
    ...HEADERS,
  },
  'headers-2500': {
    does: 'sends 2,500 header lines',
    behave: withHeaders(...Array.from({ length: 2_500 }, (_none, at) => `X-${at}: y`)),
    ...HEADERS,
  },
  'headers-short-2500': {
    does: 'sends 2,500 header lines of five bytes each',
    behave: withHeaders(...Array.from({ length: 2_500 }, () => 'a:b')),
    ...HEADERS,
  },
  'header-endless': {
    does: 'sends a header line that never ends',
    behave: floods('HTTP/1.1 200 OK\r\nX: ', 'y'.repeat(65_536)),
    ...HEADERS,
  },
  'body-300-mib': {
    does: 'sends 300 MiB of JSON',
    behave: floods(`${head([`Content-Length: ${300 * 1024 * 1024 + 2}`])}[`, ' '.repeat(65_536), 16 * 300),
    ...BODY,
  },
  'body-endless': {
    does: 'sends JSON that never ends',
    behave: floods(`${head()}[`, '[],'.repeat(20_000)),
    ...BODY,
  },
  'chunks-endless': {
    does: 'sends chunks that never end',
    behave: floods(CHUNKED, chunk(' '.repeat(65_536))),
    ...BODY,
  },
  'trailers-endless': {
    does: 'sends trailers that never end',
    behave: floods(`${CHUNKED}${chunk('{}')}0\r\n`, `X: ${'y'.repeat(1_000)}\r\n`.repeat(64)),
    exit: 6,
  },
  'bomb-gzip': { does: 'sends 128 MiB in 130 KB of gzip', behave: bomb('gzip'), ...BODY },
  'bomb-deflate': {
    does: 'sends 128 MiB in deflate, which nobody asked for',
    behave: bomb('deflate'),
    ...ENCODING,
  },
  'bomb-brotli': { does: 'sends 128 MiB in brotli, which nobody asked for', behave: bomb('br'), exit: 6 },
  'bomb-twice': { does: 'sends 128 MiB in gzip inside gzip', behave: bomb('gzip, gzip'), exit: 6 },
  'encodings-many': {
    does: 'names a hundred content encodings',
    behave: encoded(Array.from({ length: 100 }, () => 'gzip').join(', '), Buffer.from('x')),
    ...ENCODING,
  },
  'encoding-unknown': {
    does: 'names a content encoding that nobody knows',
    behave: encoded('x-own', Buffer.from('{}')),
    ...ENCODING,
  },
  'gzip-garbage': { does: 'sends garbage as gzip', behave: encoded('gzip', Buffer.from('{}')), ...ENCODING },
};

/** Enough of them, wherever a secret or a document is asked for. */
const SLOW = ['tcp-silent', 'header-drip', 'body-drip', 'early-hints-endless'];
const LARGE = ['header-17-kib', 'body-endless', 'chunks-endless', 'bomb-gzip', 'chunks-tiny'];
const tiny = {
  does: 'sends chunks of one byte, for ever',
  behave: floods(CHUNKED, chunk(' ').repeat(8_000)),
  ...BODY,
};

export const networkRows: readonly Row[] = [
  ...rowsAt('endpoint', { ...slow, ...broken, ...large }),
  ...rowsAt('metadata', { ...slow, ...large, 'chunks-tiny': tiny }, ['tcp-silent', 'body-drip', ...LARGE]),
  ...rowsAt('token', { ...slow, ...large, 'chunks-tiny': tiny }, [...SLOW, ...LARGE]),
  ...rowsAt('server', { ...slow, ...large }, ['tcp-silent', 'body-drip', 'body-endless', 'bomb-gzip']),
  ...rowsAt('token', broken),
];
