import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cutToken, decodeToken, findToken, kindOfOpaque, shortSignature } from '../../src/token/index.ts';
import { jwt, part } from './tokens.ts';

const header = { alg: 'RS256', typ: 'JWT', kid: 'key-1' };
const claims = { iss: 'https://issuer.example/', sub: 'someone', aud: 'api', exp: 1795422780 };
const TOKEN = jwt(header, claims);
const twice = (text: string): string => text.replaceAll('.', '%252E');
const wide = (text: string): string => `\uFFFD\uFFFD${text.replaceAll(/./g, '$&\0')}`;

describe('a token that was pasted', () => {
  test.each([
    ['alone', TOKEN, undefined],
    ['with a Bearer scheme', `Bearer ${TOKEN}`, 'the scheme "Bearer"'],
    ['as a header line', `Authorization: Bearer ${TOKEN}\n`, 'the header name'],
    [
      'as a header line that is wrapped',
      `Authorization: Bearer ${TOKEN.slice(0, 50)}\n  ${TOKEN.slice(50)}`,
      'white space inside',
    ],
    ['in quotes', `"${TOKEN}"`, 'quotes around'],
    ['with a byte order mark', `\uFEFF${TOKEN}`, 'a byte order mark'],
    ['with line breaks inside', `${TOKEN.slice(0, 64)}\r\n${TOKEN.slice(64)}\r\n`, 'white space inside'],
    ['URL-encoded', TOKEN.replaceAll('.', '%2E'), 'URL encoding'],
    ['URL-encoded twice', twice(TOKEN), 'URL encoding'],
    ['in base64', Buffer.from(TOKEN).toString('base64'), 'base64 around'],
    ['in base64, with its scheme', Buffer.from(`Bearer ${TOKEN}`).toString('base64'), 'base64 around'],
    ['with the sign of zsh behind it', `${TOKEN}%`, 'a shell prints'],
    ['with a prompt behind it', `${TOKEN}$`, 'a shell prints'],
    ['as UTF-16, from PowerShell', wide(TOKEN), 'UTF-16'],
    [
      'as a token response',
      JSON.stringify({ token_type: 'Bearer', access_token: TOKEN }),
      'its "access_token" was taken',
    ],
    [
      'as a token response with others beside it',
      JSON.stringify({ access_token: TOKEN, refresh_token: 'r', id_token: 'i' }),
      'refresh_token and id_token beside it were left alone',
    ],
    [
      "as the Azure CLI's answer",
      JSON.stringify({ accessToken: TOKEN, tenant: 't' }),
      'its "accessToken" was taken',
    ],
    ['as an ID token response', JSON.stringify({ id_token: TOKEN }), 'its "id_token" was taken'],
    [
      'in a curl command',
      `curl -sS -H 'Authorization: Bearer ${TOKEN}' https://mcp.example/mcp`,
      'Authorization header',
    ],
    [
      "in curl's log",
      `> POST /mcp HTTP/1.1\n> Host: x\n> Authorization: Bearer ${TOKEN}\n> Accept: */*`,
      'Authorization header',
    ],
    [
      'in the fragment of a redirect',
      `https://app.example/#access_token=${TOKEN}&token_type=Bearer`,
      '"access_token"',
    ],
    ['as a variable', `export TOKEN="${TOKEN}"`, 'the name of the variable'],
  ])('%s is found, and the repair is named', (_, pasted, remark) => {
    const found = findToken(pasted);
    if ('problem' in found) throw new Error(found.problem.what);
    expect(found.text).toBe(TOKEN);
    if (remark === undefined) expect(found.remarks).toEqual([]);
    else expect(found.remarks.join('\n')).toContain(remark);
    expect(found.remarks.join('\n')).not.toContain('eyJ');
  });

  test.each([
    ['nothing', '', 'empty_token', 'nothing'],
    ['blanks', ' \n', 'empty_token', 'nothing'],
    ['empty quotes', '""', 'empty_token', 'nothing'],
    ['an empty variable behind a scheme', 'Bearer ', 'empty_token', 'nothing'],
    ['binary data', '\0\u0001\uFFFD\u0002', 'not_a_token', 'binary'],
    ['a page', '<!DOCTYPE html><title>Sign in</title>', 'not_a_token', 'HTML'],
    ['a SAML assertion', '<saml:Assertion/>', 'not_a_token', 'XML'],
    [
      'a certificate',
      '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
      'not_a_token',
      'certificate',
    ],
    ['a private key', '-----BEGIN RSA PRIVATE KEY-----\nMIIB\n', 'private_key', 'private key'],
    ['an OAuth error', '{"error":"invalid_client"}', 'not_a_token', 'error answer'],
    ['claims', '{"aud":"api","exp":1}', 'not_a_token', 'decoded already'],
    ['other JSON', '{"a":1}', 'not_a_token', 'JSON without'],
    ['a list', '[1]', 'not_a_token', 'JSON without'],
    ['broken JSON', '{"access_token":', 'not_a_token', 'cannot be read'],
    ['two tokens', `${TOKEN}\n${TOKEN}`, 'several_tokens', 'several'],
    ['a sentence', 'the token, please!', 'not_a_token', 'no token'],
    ['a mebibyte', `${part(header)}.${'x'.repeat(1 << 20)}`, 'token_too_long', 'characters'],
  ])('%s is named for what it is', (_, pasted, code, words) => {
    const found = findToken(pasted);
    if (!('problem' in found)) throw new Error('taken for a token');
    expect(found.problem.code).toBe(`usage.${code}`);
    expect(found.problem.what).toContain(words);
    expect(found.problem.hint).not.toBe('');
  });

  test('never throws and never repeats what was given', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 12, unit: 'grapheme-ascii' }), (raw) => {
        const found = findToken(raw);
        const said = 'problem' in found ? JSON.stringify(found.problem) : found.remarks.join('\n');
        return !said.includes(raw);
      }),
    );
  });
});

describe('a JWT whose end is missing', () => {
  test.each([
    ['in the header', 'eyJhbGciOiJSUzI1N', 'in the middle of the header', null],
    ['after the header', part(header), 'after the header', null],
    ['in the payload', `${part(header)}.${part(claims).slice(0, 20)}`, 'in the middle of the payload', null],
    ['after the payload', `${part(header)}.${part(claims)}`, 'the signature is missing', claims],
  ])('is known by where it ends: %s', (_, text, where, read) => {
    const cut = cutToken(text);
    expect(cut?.where).toContain(where);
    expect(cut?.token.claims).toEqual(read);
  });

  test.each([
    ['whole', TOKEN],
    ['opaque', 'a.b'],
    ['of one word', 'opaque-token'],
    ['encrypted', `${part({ alg: 'dir', enc: 'A256GCM' })}..aXY.Y2lwaGVy.dGFn`],
  ])('is not seen in one that is %s', (_, text) => {
    expect(cutToken(text)).toBeUndefined();
  });

  test.each([
    ['RS256', 40, true],
    ['RS256', 256, false],
    ['RS256', 512, false],
    ['ES256', 64, false],
    ['ES256', 63, true],
    ['unknown', 1, false],
  ])('%s with %i bytes of signature: %s', (alg, bytes, isShort) => {
    const text = jwt({ ...header, alg }, claims, Buffer.alloc(bytes, 1).toString('base64url'));
    expect(shortSignature(text, decodeToken(text)) !== undefined).toBe(isShort);
  });
});

describe('an opaque word', () => {
  test.each([
    [`1.AXEA${'a'.repeat(200)}`, 'refresh token or an authorization code of Entra ID'],
    [`abc8Q~${'d'.repeat(34)}`, 'client secret of Entra ID'],
    ['11112222-bbbb-3333-cccc-4444dddd5555', 'GUID'],
    [`ghp_${'a'.repeat(36)}`, 'GitHub'],
    [`v1.M${'a'.repeat(60)}`, 'Auth0'],
  ])('is known by its form', (text, words) => {
    expect(kindOfOpaque(text)).toContain(words);
    expect(kindOfOpaque(text)).not.toContain(text.slice(4, 12));
  });

  test('is not guessed at otherwise', () => {
    expect(kindOfOpaque('2YotnFZFEjr1zCsicMWpAA')).toBeUndefined();
  });
});
