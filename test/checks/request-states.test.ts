import { describe, expect, test } from 'vitest';
import { tampered } from '../../src/checks/request-states.ts';

const state = { principal: 'alice', text: 'naïve ✓', expires: 1 };

describe('a tampered request state', () => {
  test('of plain JSON says the same in other bytes', () => {
    const changed = tampered(JSON.stringify(state));
    expect(changed).not.toBe(JSON.stringify(state));
    expect(JSON.parse(changed)).toEqual(state);
  });

  test.each(['base64', 'base64url'] as const)('of %s says the same in other bytes', (encoding) => {
    const sealed = `${Buffer.from(JSON.stringify(state)).toString(encoding)}.c2VhbA`;
    const [payload = '', seal] = tampered(sealed).split('.');
    expect(payload).not.toBe(sealed.split('.')[0]);
    expect(JSON.parse(Buffer.from(payload, encoding).toString('utf8'))).toEqual(state);
    expect(seal).toBe('c2VhbA');
  });

  test.each(['AAAAAAAA', 'opaque-and-unreadable', 'x'])(
    'that cannot be read differs in its middle: %s',
    (sealed) => {
      const changed = tampered(sealed);
      expect(changed).not.toBe(sealed);
      expect(changed).toHaveLength(sealed.length);
      expect(changed.at(-1) === sealed.at(-1) || sealed.length === 1).toBe(true);
    },
  );
});
