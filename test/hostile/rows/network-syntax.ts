import { CHUNKED, chunk, chunked, refuses, says, withHeaders } from '../behaviours.ts';
import { type Hostile, rowsAt } from '../over-the-wire.ts';
import { answer, head } from '../raw-deployment.ts';
import type { Row } from '../row.ts';

const FRAMING = { exit: 6, code: 'http.framing' };
const PARSE = { exit: 6, code: 'http.parse' };

/** Answers that contradict themselves about where they end. */
const framing: Readonly<Record<string, Hostile>> = {
  'length-twice': { does: 'gives two lengths', behave: withHeaders('Content-Length: 3'), ...FRAMING },
  'length-list': {
    does: 'gives two lengths in one header',
    behave: says(`${head(['Content-Length: 2, 3'])}{}`),
    ...FRAMING,
  },
  'length-negative': {
    does: 'gives a negative length',
    behave: says(`${head(['Content-Length: -2'])}{}`),
    ...PARSE,
  },
  'length-huge': {
    does: 'gives a length of 30 digits',
    behave: says(`${head([`Content-Length: ${'9'.repeat(30)}`])}{}`),
    ...FRAMING,
  },
  'length-hex': {
    does: 'gives its length as 0x2',
    behave: says(`${head(['Content-Length: 0x2'])}{}`),
    ...PARSE,
  },
  'length-plus': {
    does: 'gives its length as +2',
    behave: says(`${head(['Content-Length: +2'])}{}`),
    ...PARSE,
  },
  'length-and-chunks': {
    does: 'gives a length and sends chunks',
    behave: says(`${head(['Content-Length: 2', 'Transfer-Encoding: chunked'])}${chunk('{}')}0\r\n\r\n`),
    ...FRAMING,
  },
  'chunks-and-length': {
    does: 'sends chunks and then names a length',
    behave: says(`${head(['Transfer-Encoding: chunked', 'Content-Length: 2'])}${chunk('{}')}0\r\n\r\n`),
    ...PARSE,
  },
  'transfer-unknown': {
    does: 'names a transfer encoding that nobody knows',
    behave: refuses(
      [],
      '',
      (text, lines = [], status) => `${head(['Transfer-Encoding: own', ...lines], status)}${text}`,
    ),
    exit: 0,
  },
  'second-answer': {
    does: 'sends a second answer that nobody asked for, behind its own',
    behave: refuses([], answer('{"access_token":"injected"}')),
    exit: 0,
  },
};

/** What is no HTTP/1.1. */
const garbage: Readonly<Record<string, Hostile>> = {
  'other-protocol': { does: 'speaks SSH', behave: says('SSH-2.0-OpenSSH_9.2p1\r\n'), ...PARSE },
  'http-0.9': { does: 'speaks HTTP/0.9', behave: says('<html>hello</html>'), ...PARSE },
  'http-2': {
    does: 'speaks HTTP/2 without being asked',
    behave: says(Buffer.from('000006040000000000000300000064000008070000000000000000000000000001', 'hex')),
    ...PARSE,
  },
  'http-3.0': { does: 'says HTTP/3.0', behave: says('HTTP/3.0 200 OK\r\n\r\n{}'), ...PARSE },
  'random-bytes': {
    does: 'sends bytes of all kinds',
    behave: says(Buffer.from(Array.from({ length: 4_096 }, (_none, at) => (at * 7 + 3) % 256))),
    ...PARSE,
  },
  'escapes-for-http': {
    does: 'sends escape sequences in place of HTTP',
    behave: says('\u001b]0;owned\u0007\n::error::x\n'),
    ...PARSE,
  },
  'status-word': {
    does: 'says "abc" in place of a status',
    behave: says('HTTP/1.1 abc OK\r\n\r\n'),
    ...PARSE,
  },
  'status-99': { does: 'answers with status 99', behave: says('HTTP/1.1 099 OK\r\n\r\n'), exit: 6 },
  'status-1000': { does: 'answers with status 1000', behave: says('HTTP/1.1 1000 OK\r\n\r\n'), ...PARSE },
  'status-999': {
    does: 'answers with status 999',
    behave: says(answer('{}', [], '999 Odd')),
    exit: 4,
    code: 'network/busy',
  },
  'chunk-size-word': {
    does: 'gives "zz" as a chunk size',
    behave: says(`${CHUNKED}${chunk('{}', 'zz')}`),
    ...PARSE,
  },
  'chunk-size-negative': {
    does: 'gives a negative chunk size',
    behave: says(`${CHUNKED}${chunk('{}', '-2')}`),
    ...PARSE,
  },
  'chunk-size-huge': {
    does: 'gives a chunk size of 40 digits',
    behave: says(`${CHUNKED}${chunk('{}', 'f'.repeat(40))}`),
    ...PARSE,
  },
  'header-nul': { does: 'has a NUL in a header', behave: withHeaders('X: a\0b'), ...PARSE },
  'header-carriage-return': {
    does: 'has a bare carriage return in a header',
    behave: withHeaders('X: a\rSet-Cookie: b'),
    ...PARSE,
  },
  'header-folded': { does: 'folds a header over two lines', behave: refuses(['X: a', ' b']), ...PARSE },
  'header-no-colon': { does: 'has a header without a colon', behave: withHeaders('X'), ...PARSE },
  'header-no-name': { does: 'has a header without a name', behave: withHeaders(': a'), ...PARSE },
  'header-blank-before-colon': { does: 'has a blank before a colon', behave: withHeaders('X : a'), ...PARSE },
  'header-prototype': {
    does: 'has headers that are called __proto__ and constructor',
    behave: refuses(['__proto__: a', 'constructor: b', 'toString: c']),
    exit: 0,
  },
  'header-escapes': {
    does: 'has escapes and commands in its headers',
    behave: refuses(['Server: \u009b31m::error::x', 'X-Request-Id: \u0085##vso[x]', 'Set-Cookie: a=b']),
    exit: 0,
  },
  'line-feeds-only': {
    does: 'ends its lines with line feeds alone',
    behave: says('HTTP/1.1 200 OK\nA: b\n\n{}'),
    exit: 6,
  },
};

/** Answers that are HTTP, and odd. */
const odd: Readonly<Record<string, Hostile>> = {
  'switching-protocols': {
    does: 'answers 101 Switching Protocols',
    behave: says('HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\n'),
    exit: 6,
  },
  'no-content-with-body': {
    does: 'answers 204 with a body',
    behave: says(answer('{"a":1}', [], '204 No Content')),
    exit: 6,
  },
  'not-modified-with-body': {
    does: 'answers 304 with a body',
    behave: says(answer('{"a":1}', [], '304 Not Modified')),
    exit: 6,
  },
  'reset-content': {
    does: 'answers 205 with a body',
    behave: says(answer('{"a":1}', [], '205 Reset Content')),
    exit: 6,
  },
  trailers: {
    does: 'sends trailers that look like headers',
    behave: refuses([], '', chunked(['WWW-Authenticate: Bearer resource_metadata="http://10.0.0.1/"'])),
    exit: 0,
  },
};

export const syntaxRows: readonly Row[] = [
  ...rowsAt('endpoint', { ...framing, ...garbage, ...odd }),
  ...rowsAt('metadata', garbage, ['other-protocol', 'escapes-for-http']),
  ...rowsAt('token', framing, ['length-twice', 'length-and-chunks']),
  ...rowsAt('token', garbage, ['other-protocol', 'escapes-for-http', 'random-bytes']),
];
