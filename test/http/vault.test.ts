import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVault } from '../../src/http/index.ts';
import { MASK } from '../../src/secret.ts';

/** A vault that knows these values. */
function knowing(...values: readonly string[]) {
  const vault = createVault();
  for (const value of values) vault.keep(value);
  return vault;
}

describe('what the vault keeps', () => {
  it('is shown by nothing but reveal', () => {
    const secret = createVault().keep('s3cr3t value');
    expect(secret.reveal()).toBe('s3cr3t value');
    for (const shown of [
      String(secret),
      JSON.stringify({ secret }),
      inspect({ secret }, { showHidden: true, depth: 9 }),
    ]) {
      expect(shown).not.toContain('s3cr3t');
      expect(shown).toContain(MASK);
    }
  });

  it.each([
    ['isGuid', '7fbd8ba7-a09b-4d6a-b8b0-1a2b3c4d5e6f'],
    ['isQuoted', `'abc'`],
    ['hasBlanks', 'abc\n'],
    ['isPercentEncoded', 'a%7Eb'],
    ['isPlaceholder', '<secret>'],
  ] as const)('has a shape that says nothing of its text: %s', (name, text) => {
    const { shape } = createVault().keep(text);
    expect(Object.entries(shape).filter(([, is]) => is)).toEqual([[name, true]]);
  });

  it('has no shape of its own when it is a good one', () => {
    const { shape } = createVault().keep('abc8Q~dE5fG6hI7jK8lM9nO0pQ1rS2tU3vW4xY.z');
    expect(Object.values(shape)).not.toContain(true);
  });

  it('may be empty or short, and then blackens nothing', () => {
    const vault = knowing('', 'a', 'abc');
    expect(vault.redact('abc a')).toBe('abc a');
  });
});

it('a text that was clean is cleaned again when there is a new secret', () => {
  const vault = createVault();
  expect(vault.redact('https://example.com/first-secret')).toBe('https://example.com/first-secret');
  vault.keep('first-secret');
  expect(vault.redact('https://example.com/first-secret')).toBe('https://example.com/[redacted]');
  expect(vault.redact('https://example.com/first-secret')).toBe('https://example.com/[redacted]');
});

describe('a kept secret is masked', () => {
  const secret = 'p@ss w/ö+rd"&<x>';
  const vault = knowing(secret);

  it.each([
    ['as it is', secret],
    ['percent-encoded', encodeURIComponent(secret)],
    [
      'percent-encoded in lower case',
      encodeURIComponent(secret).replace(/%../g, (octet) => octet.toLowerCase()),
    ],
    ['form-encoded', new URLSearchParams({ a: secret }).toString().slice(2)],
    ['in JSON', JSON.stringify(secret)],
    ['in JSON in JSON', JSON.stringify(JSON.stringify(secret))],
    ['in ASCII-only JSON', JSON.stringify(secret).replaceAll('ö', '\\u00f6')],
    ['in JSON with escaped slashes', JSON.stringify(secret).replaceAll('/', '\\/')],
    [
      'in HTML-safe JSON',
      JSON.stringify(secret).replace(/[<>&]/g, (c) => `\\u00${c.charCodeAt(0).toString(16)}`),
    ],
    ['in HTML', 'p@ss w/ö+rd&quot;&amp;&lt;x&gt;'],
    ['in hex', Buffer.from(secret).toString('hex')],
    ['in upper-case hex', Buffer.from(secret).toString('hex').toUpperCase()],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64url', Buffer.from(secret).toString('base64url')],
  ])('%s', (_name, form) => {
    const shown = vault.redact(`before ${form} after`);
    expect(shown).toContain(MASK);
    expect(shown).not.toContain(form);
    expect(shown).toMatch(/^before .* after$/);
  });

  it.each([
    ['x:', ':y'],
    ['client:', ''],
    ['ab:', ''],
    ['abc:', '\n'],
  ])('in base64 between %j and %j', (before, after) => {
    const value = 'Vq8~longer-secret-value';
    const encoded = Buffer.from(`${before}${value}${after}`).toString('base64');
    const shown = knowing(value).redact(`<${encoded}>`);
    // At most the characters that mix its first and last bits with its neighbours' stay.
    expect(shown.replace(MASK, '').length).toBeLessThanOrEqual(
      Math.ceil((before.length + after.length) * 1.4) + 8,
    );
    expect(shown).toContain(MASK);
  });

  it('also when two of them overlap', () => {
    expect(knowing('abcdef', 'defghi').redact('-abcdefghi-')).toBe(`-${MASK}-`);
    expect(knowing('abcd', 'abcdefgh').redact('-abcdefgh-')).toBe(`-${MASK}-`);
    expect(knowing('abcd').redact('abcdabcd')).toBe(MASK);
  });

  it('line by line, when it has lines', () => {
    const body = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEA';
    const vaultOfPem = knowing(`-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`);
    expect(vaultOfPem.redact(`x ${body} y`)).toBe(`x ${MASK} y`);
  });

  it('also when it was kept after others were looked for', () => {
    const late = knowing('first-secret');
    expect(late.redact('first-secret second-secret')).toBe(`${MASK} second-secret`);
    late.keep('second-secret');
    expect(late.redact('first-secret second-secret')).toBe(`${MASK} ${MASK}`);
  });

  it('among thousands', () => {
    const values = Array.from({ length: 3000 }, (_, index) => `secret-number-${index}-${index * 7919}`);
    const full = knowing(...values);
    expect(full.redact(`a ${values[2999]} b ${values[0]} c`)).toBe(`a ${MASK} b ${MASK} c`);
    expect(full.redact('secret-number-nobody-kept')).toBe('secret-number-nobody-kept');
  });
});

describe('nothing of any secret is left in any text', () => {
  const anySecret = fc.oneof(
    fc.string({ minLength: 4, maxLength: 60, unit: 'binary-ascii' }),
    fc.string({ minLength: 4, maxLength: 40, unit: 'grapheme' }),
    fc.stringMatching(/^[A-Za-z0-9_~.-]{8,60}$/),
  );
  const spelled = (value: string): string[] => [
    value,
    encodeURIComponent(value),
    new URLSearchParams({ a: value }).toString().slice(2),
    JSON.stringify(value).slice(1, -1),
    Buffer.from(value).toString('hex'),
    Buffer.from(value).toString('base64'),
    Buffer.from(value).toString('base64url'),
  ];

  it('whatever stands around it', () => {
    fc.assert(
      fc.property(
        anySecret,
        anySecret,
        fc.string(),
        fc.string(),
        fc.nat(6),
        (one, two, before, after, which) => {
          const vault = knowing(one, two);
          const form = spelled(one)[which] ?? one;
          const shown = vault.redact(`${before}${form}${two}${after}`);
          // The mask itself and the harmless surroundings may contain a secret as short as theirs.
          if (MASK.includes(one) || MASK.includes(two)) return;
          if ([before, after].some((text) => text.includes(one) || text.includes(two))) return;
          const rest = shown.split(MASK);
          expect(rest.some((part) => part.includes(form) || part.includes(two))).toBe(false);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

describe('what has the shape of a credential is masked although nobody kept it', () => {
  const vault = createVault();
  const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9.c2lnbmF0dXJlLWhlcmU';

  it.each([
    ['a JWT', `token is ${jwt}!`, `token is ${MASK}!`],
    ['a JWE', `${jwt}.abc.def`, MASK],
    [
      'code and state',
      'http://localhost/cb?code=0.AXoA-x&state=abc123&iss=x',
      `http://localhost/cb?code=${MASK}&state=${MASK}&iss=x`,
    ],
    [
      'a number as code anywhere but on the page about error numbers',
      'https://login.microsoftonline.com.evil.example/error?code=7000215 http://localhost/error?code=7000215',
      `https://login.microsoftonline.com.evil.example/error?code=${MASK} http://localhost/error?code=${MASK}`,
    ],
    [
      'what is no number on that page',
      'https://login.microsoftonline.com/error?code=7000215x https://login.microsoftonline.com/error?code=0.AXoA-x',
      `https://login.microsoftonline.com/error?code=${MASK} https://login.microsoftonline.com/error?code=${MASK}`,
    ],
    [
      'what stands behind the number there',
      'https://login.microsoftonline.com/error?code=7000215&state=abc',
      `https://login.microsoftonline.com/error?code=${MASK}&state=${MASK}`,
    ],
    [
      'form members',
      'grant_type=refresh_token&refresh_token=0.ARoA&client_id=x',
      `grant_type=refresh_token&refresh_token=${MASK}&client_id=x`,
    ],
    ['a client secret', 'client_secret=a~b', `client_secret=${MASK}`],
    [
      'an assertion',
      'client_assertion=abc&client_assertion_type=urn',
      `client_assertion=${MASK}&client_assertion_type=urn`,
    ],
    [
      'JSON members',
      '{"access_token":"opaque-1","token_type":"Bearer"}',
      `{"access_token":"${MASK}","token_type":"Bearer"}`,
    ],
    ['JSON in JSON', '{\\"refresh_token\\":\\"opaque\\"}', `{\\"refresh_token\\":\\"${MASK}\\"}`],
    ['an Authorization line', 'Authorization: Bearer opaque', `Authorization: Bearer ${MASK}`],
    ['a bearer value', 'sent Bearer q1w2e3r4t5y6u7i8', `sent Bearer ${MASK}`],
    ['a Basic value', 'Basic dXNlcjpwYXNzd29yZA1==', `Basic ${MASK}`],
    ['a cookie', 'Set-Cookie: session=abc; Path=/', `Set-Cookie: ${MASK}`],
    ['a session id', 'mcp-session-id: 6f1c', `mcp-session-id: ${MASK}`],
    ['a session id in JSON', '"-H \\"Mcp-Session-Id: 6f1c\\" x"', `"-H \\"Mcp-Session-Id: ${MASK}\\" x"`],
    ['a cookie in JSON', '"-H \\"Cookie: a=b; c=d\\" x"', `"-H \\"Cookie: ${MASK}\\" x"`],
    ['a PEM key', 'x -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- y', `x ${MASK} y`],
    ['half a PEM key', '-----BEGIN PRIVATE KEY-----\nMIIE', MASK],
  ])('%s', (_name, text, expected) => {
    expect(vault.redact(text)).toBe(expected);
  });

  it.each([
    'Bearer realm="x", error="invalid_token", error_description="expired"',
    'Bearer resource_metadata="https://mcp.example.com/.well-known/oauth-protected-resource/mcp"',
    'Bearer resource_metadata2="https://mcp.example.com/"',
    'Bearer error=insufficient_scope, scope="calculator.add"',
    'The server sends no Bearer challenge with its 401.',
    'Basic authentication is not offered.',
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
    'exit code 7, status_code=401, error_code: 7000215',
    'see https://login.microsoftonline.com/error?code=7000215',
    '{"hint":"https://login.microsoftonline.com/error?code=7000215."}',
    '{"code":"timeout.connect","state":"open"}',
    'grant_type=authorization_code&code_challenge_method=S256',
    '/srv/eyJhbGci and api://eb6c0e1e/calculator.add',
    '-H "Mcp-Session-Id: $MCP_SESSION_ID" -H "X-Api-Key: $X_API_KEY" -H "Cookie: $COOKIE"',
    '"-H \\"Mcp-Session-Id: $MCP_SESSION_ID\\" -H \\"Cookie: $COOKIE\\""',
  ])('but not %s', (text) => {
    expect(vault.redact(text)).toBe(text);
  });

  it('in an already redacted text changes nothing', () => {
    const once = vault.redact(`code=abc {"access_token":"x"} ${jwt} Bearer q1w2e3r4t5y6u7i8`);
    expect(vault.redact(once)).toBe(once);
  });

  it.each([
    'eyJ',
    'eyJa.',
    'code=',
    '-----BEGIN PRIVATE KEY-----',
    'Bearer a',
    '"access_token":"',
    'authorization: ',
    '\\',
    ' = ',
  ])('and a megabyte of %j comes to an end', (junk) => {
    expect(vault.redact(junk.repeat((1024 * 1024) / junk.length))).toBeTypeOf('string');
  });
});
