import { describe, expect, it } from 'vitest';
import { looksLegacy } from '../../src/client/era-fallback.ts';
import type { Refusal } from '../../src/client/refusal.ts';

const refusal = (status: number, code?: number, data?: unknown): Refusal => ({
  status,
  contentType: 'application/json',
  wwwAuthenticate: null,
  challenge: null,
  body: '',
  rpc: code === undefined ? null : { code, message: '', data },
  inSession: false,
  exchange: 1,
});

describe('after a request in the modern shape the handshake is tried', () => {
  it.each([
    ['400 of a stateful server on the first SDK', refusal(400, -32000), true],
    ['400 without JSON-RPC', refusal(400), true],
    ['404 for want of a session', refusal(404, -32001), true],
    ['404 without JSON-RPC', refusal(404), true],
    ['405', refusal(405), true],
    ['406', refusal(406), true],
    ['500 of a server that trips over unknown headers', refusal(500), true],
    ['an error in a 200', refusal(200, -32601), true],
    [
      'a revision that is not supported, with only older ones offered',
      refusal(400, -32022, { supported: ['2025-11-25'] }),
      true,
    ],
    [
      'a revision that is not supported, with this one offered',
      refusal(400, -32022, { supported: ['2026-07-28'] }),
      false,
    ],
    ['a revision that is not supported, with nothing offered', refusal(400, -32022), false],
    ['a header that disagrees with the body', refusal(400, -32020), false],
    ['a capability that is missing', refusal(400, -32021), false],
    ['401', refusal(401), false],
    ['403', refusal(403), false],
    ['429', refusal(429), false],
    ['503', refusal(503), false],
    ['a web page', { ...refusal(200), contentType: 'text/html' }, false],
  ])('%s: %s', (_name, given, expected) => {
    expect(looksLegacy(given)).toBe(expected);
  });
});
