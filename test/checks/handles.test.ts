import { describe, expect, test } from 'vitest';
import { handleIn, withHandle } from '../../src/checks/handles.ts';

const text = (value: string) => ({ content: [{ type: 'text', text: value }] });

describe('a handle', () => {
  test.each<[string, unknown, unknown]>([
    ['the member of that name', { structuredContent: { note: 'x', handle: 'h-1' } }, 'h-1'],
    ['a member whose name ends with id', { structuredContent: { state: 'open', cartId: 'c-1' } }, 'c-1'],
    ['the only member', { structuredContent: { cart: 'c-1', items: [] } }, 'c-1'],
    ['what a library wrapped', { structuredContent: { result: { handle: 'h-1' } } }, 'h-1'],
    ['a number', { structuredContent: { result: 17 } }, 17],
    ['JSON in the text', text('{"handle":"h-1"}'), 'h-1'],
    ['the text itself', text(' h-1\n'), 'h-1'],
    ['nothing in an empty result', { content: [] }, undefined],
    ['nothing in no result', null, undefined],
  ])('is %s', (_name, result, handle) => {
    expect(handleIn(result)).toBe(handle);
  });

  test('takes its place wherever it stands in the arguments', () => {
    const input = {
      handle: '$handle',
      path: '/carts/$handle',
      deep: [{ of: '$handle' }],
      amount: 3,
      no: null,
    };
    expect(withHandle(input, 'h-$&')).toEqual({
      handle: 'h-$&',
      path: '/carts/h-$&',
      deep: [{ of: 'h-$&' }],
      amount: 3,
      no: null,
    });
    expect(withHandle({ id: '$handle' }, 17)).toEqual({ id: 17 });
  });
});
