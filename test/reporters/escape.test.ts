import { describe, expect, it } from 'vitest';
import { clipped, escapeRemote } from '../../src/reporters/escape.ts';

describe('escapeRemote', () => {
  it.each([
    ['plain text, with umlauts: äöü 漢字', 'plain text, with umlauts: äöü 漢字'],
    ['an emoji 🎉', 'an emoji 🎉'],
    ['line\nbreak\r\ttab', 'line\\nbreak\\r\\ttab'],
    ['\u001b[31mred', '\\u001b[31mred'],
    ['\u009b31m', '\\u009b31m'],
    ['a\u0000b\u0007', 'a\\u0000b\\u0007'],
    ['\u202eabc\u2066', '\\u202eabc\\u2066'],
    ['zero\u200bwidth\u200d\ufeff', 'zero\\u200bwidth\\u200d\\ufeff'],
    ['line\u2028separator\u2029', 'line\\u2028separator\\u2029'],
    ['soft\u00adhyphen', 'soft\\u00adhyphen'],
    ['private \ue000', 'private \\ue000'],
    ['lone \ud800 surrogate', 'lone \\ud800 surrogate'],
    ['tag \u{e0041}', 'tag \\u{e0041}'],
    ['filler\u3164', 'filler\\u3164'],
    ['variation\ufe0f', 'variation\\ufe0f'],
    ['::error::x', ': :error: :x'],
    [':::', ': : :'],
    ['##vso[x] ##[error]', '# #vso[x] # #[error]'],
    ['http://[::1]:3000/', 'http://[::1]:3000/'],
    ['', ''],
  ])('%j', (text, expected) => {
    expect(escapeRemote(text)).toBe(expected);
  });

  it('cuts what is too long and counts the cut in characters, never inside one', () => {
    expect(escapeRemote('🎉'.repeat(42), 10)).toBe(`${'🎉'.repeat(10)}… (32 more characters)`);
    expect(clipped(`${'a'.repeat(9)}${'🎉'.repeat(20)}`, 10)).toBe(`${'a'.repeat(9)}… (40 more characters)`);
  });

  it('does not cut where saying so would take as much room', () => {
    expect(escapeRemote('🎉'.repeat(12), 10)).toBe('🎉'.repeat(12));
    expect(clipped('a'.repeat(20), 10)).toBe('a'.repeat(20));
  });

  it('changes nothing the second time', () => {
    const once = escapeRemote('\u001b::error::##x');
    expect(escapeRemote(once)).toBe(once);
  });

  it('stays bounded on a very long text', () => {
    expect(escapeRemote('\u001b'.repeat(3_000_000), 5)).toBe(
      `${'\\u001b'.repeat(5)}… (999995+ more characters)`,
    );
  });
});
