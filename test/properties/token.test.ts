import { createContext, Script } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AuthcheckError } from '../../src/errors.ts';
import { cutToken, decodeToken, findToken, kindOfOpaque, shortSignature } from '../../src/token/index.ts';
import { nasty, PATIENT, times } from './runs.ts';

const part = (value: string | Uint8Array): string => Buffer.from(value).toString('base64url');
const nested = (depth: number): string => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** JSON of every kind, and what only nearly is. */
const json = fc.oneof(
  fc.json({ maxDepth: 3 }),
  fc
    .dictionary(
      fc.constantFrom('aud', 'exp', 'iat', 'nbf', 'iss', 'scp', 'roles', 'alg', 'kid', 'crit', '__proto__'),
      fc.jsonValue(),
    )
    .map((value) => JSON.stringify(value)),
  fc.integer({ min: 1, max: 20_000 }).map((depth) => `{"a":${nested(depth)}}`),
  fc.constantFrom(
    '{"exp":1e400}',
    '{"exp":1e20}',
    '{"aud":"a","aud":"b"}',
    '\ufeff{}',
    '{"exp":-1}',
    '{',
    'null',
    '',
  ),
  nasty.map((text) => JSON.stringify({ alg: text, aud: text, iss: text })),
);

const bytes = fc.oneof(
  json.map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 40 }).map((all) => Buffer.from(all)),
);

/** What nearly is a token, and what is none. */
const pasted = fc.oneof(
  nasty,
  fc.array(bytes.map(part), { minLength: 1, maxLength: 6 }).map((parts) => parts.join('.')),
  fc.tuple(bytes, bytes).map(([header, claims]) => `Bearer ${part(header)}.${part(claims)}.x=`),
  fc
    .tuple(
      fc.constantFrom(
        'access_token=',
        'export T=',
        'Authorization: Bearer ',
        'curl -H "authorization: dpop ',
      ),
      nasty,
    )
    .map((all) => all.join('')),
  fc
    .tuple(
      fc.constantFrom('eyJ', '.', '=', '-', 'a.', '-----BEGIN ', ' ', '%25', '"', '\\"'),
      fc.integer({ min: 1, max: 30_000 }),
      nasty,
    )
    .map(([text, count, end]) => `${text.repeat(count)}${end}`),
  bytes.map((all) => all.toString('utf8')),
  bytes.map((all) => all.toString('latin1')),
  json,
);

describe('whatever is pasted in place of a token', () => {
  it('is answered, and never with anything but words about it', PATIENT, () => {
    fc.assert(
      fc.property(pasted, (raw) => {
        const found = bounded(() => findToken(raw));
        if ('problem' in found) {
          expect(found.problem.code).toMatch(/^usage\.\w+$/);
          expect(found.problem.hint).not.toBe('');
        } else {
          expect(found.text).toMatch(/^[\w\-.~+/=]+$/);
          readable(found.text);
        }
      }),
      { ...times(600), endOnFailure: true },
    );
  });

  it('is decoded in full, or said to be opaque, and can be printed as JSON', PATIENT, () => {
    fc.assert(
      fc.property(pasted, (raw) => bounded(() => readable(raw))),
      { ...times(600), endOnFailure: true },
    );
  });

  it('comes to an end when it is made to keep a reader busy', PATIENT, () => {
    for (const text of ['.', 'a.', 'eyJ', 'eyJa.', '=', '-----BEGIN ', ' ', '"', 'x="', '+.']) {
      const raw = `+${text.repeat(Math.ceil(60_000 / text.length))}!`;
      expect(bounded(() => 'problem' in findToken(raw))).toBe(true);
      expect(bounded(() => decodeToken(raw).format)).toBe('opaque');
    }
  });
});

const room = createContext({});
const work = new Script('work()');

/** What the work comes to. A regular expression that never ends can be stopped by nothing else in the process. */
function bounded<T>(of: () => T): T {
  room.work = of;
  return work.runInContext(room, { timeout: 3_000 }) as T;
}

function readable(raw: string): void {
  try {
    const token = decodeToken(raw);
    expect(token.signature).toBe('unverified');
    expect(JSON.parse(JSON.stringify(token))).toMatchObject({ format: token.format });
    for (const moment of [token.issuedAt, token.notBefore, token.expiresAt])
      if (moment !== null) expect(new Date(moment).toISOString()).toBe(moment);
    cutToken(raw);
    kindOfOpaque(raw);
    shortSignature(raw, token);
  } catch (error) {
    if (!(error instanceof AuthcheckError)) throw error;
  }
}
