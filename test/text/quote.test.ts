import { describe, expect, it } from 'vitest';
import { quote, quoteAll } from '../../src/text/quote.ts';

describe('text of a server in a message of ours', () => {
  it.each([
    ['plain words', '"plain words"'],
    ['a "word" \\', '"a \\"word\\" \\\\"'],
    ['\u001b[31mred', '"\\u{1b}[31mred"'],
    ['one\r\ntwo', '"one\\u{d}\\u{a}two"'],
    ['\u202eturned', '"\\u{202e}turned"'],
    ['\u2028\u2029', '"\\u{2028}\\u{2029}"'],
    ['half \ud800', '"half \\u{d800}"'],
    ['\u{e0041}', '"\\u{e0041}"'],
  ])('%j is shown as %s', (text, shown) => {
    expect(quote(text)).toBe(shown);
  });

  it('is cut, and the rest is counted', () => {
    expect(quote('x'.repeat(1_000_000), 10)).toBe('"xxxxxxxxxx" (and 999990 more characters)');
    expect(quote('x'.repeat(120))).toBe(`"${'x'.repeat(120)}"`);
  });

  it('is named with its like, and of many the first ones', () => {
    expect(quoteAll([])).toBe('none');
    expect(quoteAll(['a', 'b\n'])).toBe('"a", "b\\u{a}"');
    expect(quoteAll(['a', 'b', 'c'], 2)).toBe('"a", "b" and 1 more');
  });
});
