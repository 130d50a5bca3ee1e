import type { Token } from '../types.ts';
import { isAppOnly } from './app-only.ts';
import { readBase64url } from './base64url.ts';
import { audiences, type Claims, clientId, moment, roles, scopes, text } from './claims.ts';
import { cleanToken } from './clean.ts';
import { readJsonObject } from './json-object.ts';
import { claimRemarks, headerRemarks } from './remarks.ts';

/** Longer tokens are not decoded; no header that carries one would pass a server. */
const MAX_LENGTH = 64 * 1024;

/**
 * Reads a token without trusting it: a JWT (RFC 7519, compact JWS), the header of a JWE, or an opaque string.
 * Never throws, never keeps the signature; `signature` is always `unverified`. What was repaired on the way
 * (a `Bearer` prefix, quotes, padding) and what departs from the letter stands in `remarks`.
 */
export function decodeToken(raw: string): Token {
  if (raw.length > MAX_LENGTH)
    return opaque([`longer than ${MAX_LENGTH} characters (${raw.length}): it was not decoded`]);
  const { text: token, remarks } = cleanToken(raw);
  if (token === '') return opaque([...remarks, 'empty: there is no token']);
  const parts = token.split('.');
  if (parts.length === 5) return decodeJwe(parts, remarks);
  if (parts.length !== 3)
    return opaque([
      ...remarks,
      `not a JWT: it has ${parts.length} dot-separated part${parts.length === 1 ? '' : 's'}, a JWT has 3`,
      ...(parts.length === 2 && readPart('the header', parts[0] ?? '').value !== null
        ? ['it begins as a JWT does: its end is missing']
        : []),
    ]);
  return decodeJwt(parts, remarks);
}

function decodeJwt(parts: readonly string[], remarks: readonly string[]): Token {
  const [first = '', second = '', third = ''] = parts;
  const header = readPart('the header', first);
  if (header.value === null) return opaque([...remarks, 'not a JWT', ...header.remarks]);
  const payload = readPart('the payload', second);
  const signature = readBase64url(third).remarks.map((remark) => `the signature ${remark}`);
  const claims = payload.value;
  return {
    ...(claims === null ? unread : readClaims(claims)),
    format: 'jwt',
    header: header.value,
    claims,
    remarks: [
      ...remarks,
      ...header.remarks,
      ...payload.remarks,
      ...signature,
      ...headerRemarks(header.value, third),
      ...(claims === null ? [] : claimRemarks(claims)),
    ],
  };
}

function decodeJwe(parts: readonly string[], remarks: readonly string[]): Token {
  const header = readPart('the header', parts[0] ?? '');
  if (header.value === null) return opaque([...remarks, 'five parts, but not a JWE', ...header.remarks]);
  return {
    ...unread,
    format: 'jwe',
    header: header.value,
    remarks: [
      ...remarks,
      ...header.remarks,
      'encrypted (JWE): only the resource that holds the key can read its claims',
    ],
  };
}

function readPart(name: string, part: string): { value: Claims | null; remarks: readonly string[] } {
  const encoded = readBase64url(part);
  const named = (remarks: readonly string[]) => remarks.map((remark) => `${name} ${remark}`);
  if (encoded.bytes === null) return { value: null, remarks: named(encoded.remarks) };
  const json = readJsonObject(encoded.bytes);
  return { value: json.value, remarks: named([...encoded.remarks, ...json.remarks]) };
}

function readClaims(claims: Claims): Token {
  return {
    ...unread,
    aud: audiences(claims),
    scp: scopes(claims),
    roles: roles(claims),
    iss: text(claims.iss),
    sub: text(claims.sub),
    clientId: clientId(claims),
    tenant: text(claims.tid),
    version: text(claims.ver),
    appOnly: isAppOnly(claims),
    issuedAt: moment(claims, 'iat').at,
    notBefore: moment(claims, 'nbf').at,
    expiresAt: moment(claims, 'exp').at,
  };
}

function opaque(remarks: readonly string[]): Token {
  return { ...unread, remarks };
}

const unread: Token = {
  format: 'opaque',
  header: null,
  claims: null,
  aud: [],
  scp: [],
  roles: [],
  iss: null,
  sub: null,
  clientId: null,
  tenant: null,
  version: null,
  appOnly: null,
  issuedAt: null,
  notBefore: null,
  expiresAt: null,
  signature: 'unverified',
  signatureReason: 'the signature was not looked at',
  remarks: [],
};
