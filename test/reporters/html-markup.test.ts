import { describe, expect, it } from 'vitest';
import { h, LONGEST, textOf, verbatim } from '../../src/reporters/html/markup.ts';
import { link } from '../../src/reporters/html/words.ts';

const text = (value: string): string => textOf(h`<p title="${value}">${value}</p>`);

describe('a value in an HTML report', () => {
  it.each([
    '<img src=x onerror=alert(1)>',
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    '</p><!--',
    '&lt;script&gt;',
  ])('%s opens no element and ends no attribute', (value) => {
    const shown = /^<p title="([^"<>]*)">([^<>]*)<\/p>$/.exec(text(value));
    expect(shown).not.toBeNull();
    for (const part of shown?.slice(1) ?? []) {
      expect(part).not.toMatch(/&(?!(?:amp|lt|gt|quot|#\d+);)/);
      expect(decoded(part)).toBe(value);
    }
  });

  it('shows what cannot be seen, and is cut', () => {
    const shown = text('\u202e\u001b\u200b');
    for (const hidden of ['\u202e', '\u001b', '\u200b']) expect(shown.includes(hidden)).toBe(false);
    expect(text('x'.repeat(LONGEST + 500)).slice(-40)).toContain('… (500 more characters)');
  });

  it('is no markup, however often it goes in', () => {
    const once = h`<b>${'<i>'}</b>`;
    expect(textOf(h`${once}${[once]}${7}${undefined}${verbatim('<u>')}`)).toBe(
      '<b>&lt;i&gt;</b><b>&lt;i&gt;</b>7<u>',
    );
  });
});

describe('a link in an HTML report', () => {
  it('leads to https and tells nobody from where', () => {
    expect(textOf(link('https://a.example/b?c=1&d=2', 'a'))).toBe(
      '<a href="https://a.example/b?c=1&amp;d=2" rel="noreferrer noopener">a</a>',
    );
  });

  it.each([
    'javascript:alert(1)',
    'JavaScript:alert(1)',
    'data:text/html,x',
    'http://a.example',
    'file:///etc/passwd',
    'vscode://a',
    ' https://a.example',
    'https://a.example/"onclick="alert(1)',
    `https://a.example/${'x'.repeat(2000)}`,
  ])('is none to %s', (url) => {
    expect(textOf(link(url))).not.toMatch(/<a |href/);
  });
});

function decoded(html: string): string {
  return html
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}
