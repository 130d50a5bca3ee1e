import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChallenges } from '../../src/text/challenges.ts';
import { type Read, readLine } from './rfc9110.ts';
import { PATIENT, times } from './runs.ts';

const TOKEN = "!#$%&'*+-.^_`|~019azAZ";
const token = fc.string({ unit: fc.constantFrom(...Array.from(TOKEN)), minLength: 1, maxLength: 8 });
const blanks = fc.constantFrom('', ' ', '\t', ' \t ');
const comma = fc.tuple(blanks, fc.constantFrom(',', ',,', ', ,'), blanks).map((all) => all.join(''));
/** What a header may hold between quotation marks (RFC 9110 §5.6.4). */
const value = fc.string({
  unit: fc.constantFrom(
    'a',
    'B',
    '0',
    ' ',
    '\t',
    ',',
    '=',
    '"',
    '\\',
    'Bearer x=',
    'https://a/b?c=d',
    'ö',
    '{',
    '}',
  ),
  maxLength: 8,
});

interface Written {
  readonly text: string;
  readonly means: Read;
}

const parameter = fc
  .tuple(token, blanks, blanks, fc.boolean(), value, token)
  .map(([name, before, after, quoted, text, word]) => ({
    name: name.toLowerCase(),
    value: quoted ? text : word,
    text: `${name}${before}=${after}${quoted ? `"${text.replaceAll(/["\\]/g, '\\$&')}"` : word}`,
  }));

const withParameters = fc
  .tuple(token, fc.array(parameter, { minLength: 1, maxLength: 4 }), comma)
  .map(([scheme, parameters, between]): Written => {
    const first = new Map<string, string>();
    for (const one of parameters) if (!first.has(one.name)) first.set(one.name, one.value);
    const text = `${scheme} ${parameters.map((one) => one.text).join(between)}`;
    return { text, means: { scheme, parameters: Object.fromEntries(first) } };
  });
const withToken68 = fc
  .tuple(
    token,
    fc.string({ unit: fc.constantFrom(...Array.from('azAZ09-._~+/')), minLength: 1, maxLength: 10 }),
    fc.constantFrom('', '=', '=='),
  )
  .map(
    ([scheme, text, end]): Written => ({
      text: `${scheme} ${text}${end}`,
      means: { scheme, parameters: {}, token68: `${text}${end}` },
    }),
  );
const bare = token.map((scheme): Written => ({ text: scheme, means: { scheme, parameters: {} } }));
const challenges = fc.array(fc.oneof(withParameters, withToken68, bare), { minLength: 1, maxLength: 4 });

describe('WWW-Authenticate', () => {
  it(
    'says what was written into it, however many challenges and wherever blanks and commas stand',
    PATIENT,
    () => {
      fc.assert(
        fc.property(challenges, comma, (written, between) => {
          const line = written.map(({ text }) => text).join(between);
          expect(parseChallenges([line])).toEqual(written.map(({ means }) => means));
          expect(parseChallenges(written.map(({ text }) => text))).toEqual(written.map(({ means }) => means));
        }),
        times(400),
      );
    },
  );

  it('is read as the grammar reads it, wherever the grammar can read it', PATIENT, () => {
    const pieces = fc.constantFrom(
      'Bearer',
      'DPoP',
      'a',
      '=',
      '"',
      '"b"',
      ',',
      ' ',
      '\t',
      '\\',
      'c=d',
      'e="f"',
      '==',
      '/',
      '%',
      'realm',
      '@',
    );
    let grammatical = 0;
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 10 }), (parts) => {
        const line = parts.join('').trim();
        const wanted = readLine(line);
        if (wanted === undefined) return;
        grammatical += 1;
        expect(parseChallenges([line])).toEqual(wanted);
      }),
      times(1500),
    );
    expect(grammatical).toBeGreaterThan(0);
  });

  it('never stops the program, whatever the bytes', PATIENT, () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 200 }), { maxLength: 3 }), (lines) => {
        for (const { scheme, parameters } of parseChallenges(lines)) {
          expect(scheme).toMatch(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/);
          for (const name of Object.keys(parameters)) expect(name).toBe(name.toLowerCase());
        }
      }),
      times(500),
    );
  });
});
