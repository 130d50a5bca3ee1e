import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { weaknesses } from '../../src/checks/session-ids.ts';

const NOW = Date.UTC(2026, 10, 23, 12);

function five(make: (index: number) => string): readonly string[] {
  return Array.from({ length: 5 }, (_, index) => make(index));
}

/** RFC 9562 §5.7: 48 bits of milliseconds, the rest random. */
function uuid7(now: number): string {
  const hex = now.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${randomUUID().slice(15)}`;
}

describe('session ids', () => {
  test.each([
    ['random UUIDs', () => randomUUID()],
    ['random UUIDs after a word', () => `session-${randomUUID()}`],
    ['128 random bits in hexadecimal', () => randomBytes(16).toString('hex')],
    ['192 random bits in base64url', () => randomBytes(24).toString('base64url')],
    ['signed tokens', () => `eyJhbGciOiJIUzI1NiJ9.${randomBytes(40).toString('base64url')}`],
  ])('of %s are good, however often one looks', (_name, make) => {
    for (let round = 0; round < 200; round += 1) expect(weaknesses(five(make), NOW)).toEqual([]);
  });

  test.each<[string, (index: number) => string, string]>([
    ['numbers', (index) => `${index + 1}`, 'count up'],
    ['numbers over a power of ten', (index) => `${index + 97}`, 'count up'],
    ['numbers after a word', (index) => `session_0000${index + 8}`, 'count up'],
    ['hexadecimal numbers', (index) => (0xab_ce + index).toString(16), 'count up'],
    ['a UUID that counts', (index) => `00000000-0000-4000-8000-00000000000${index}`, 'count up'],
    ['numbers with gaps', (index) => `${1000 + index * 137}`, 'count up'],
    ['one id for all', () => 'session', 'twice'],
    ['a few random bits', () => randomBytes(4).toString('hex'), 'bits'],
    ['blanks', () => `a ${randomUUID()}`, 'visible ASCII'],
    ['letters beyond ASCII', () => `é${randomUUID()}`, 'visible ASCII'],
  ])('of %s are a grave weakness', (_name, make, what) => {
    const found = weaknesses(five(make), NOW);
    expect(found.map((one) => one.what).join()).toContain(what);
    expect(found.some(({ isGrave }) => isGrave)).toBe(true);
  });

  test.each<[string, (index: number) => string]>([
    ['UUIDs of version 7', (index) => uuid7(NOW + index * 40)],
    ['the milliseconds and a random UUID', (index) => `${NOW + index}-${randomUUID()}`],
    ['the seconds and a random UUID', () => `s.${Math.floor(NOW / 1000)}.${randomUUID()}`],
    ['the time in base 36', (index) => `${(NOW + index).toString(36)}${randomBytes(16).toString('hex')}`],
  ])('of %s tell the time', (_name, make) => {
    const found = weaknesses(five(make), NOW);
    expect(found.map(({ what }) => what)).toContain('they begin with the time at which they were issued');
    expect(found.some(({ isGrave }) => isGrave)).toBe(false);
  });

  test('of ULIDs tell the time', () => {
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
    const ulid = (index: number): string => {
      let time = NOW + index;
      let text = '';
      for (let place = 0; place < 10; place += 1) {
        text = `${alphabet[time % 32]}${text}`;
        time = Math.floor(time / 32);
      }
      return `${text}${Array.from(randomBytes(16), (byte) => alphabet[byte % 32]).join('')}`;
    };
    expect(weaknesses(five(ulid), NOW)[0]?.what).toContain('time');
  });

  test('alone say nothing', () => {
    expect(weaknesses(['7'], NOW)).toEqual([]);
  });
});
