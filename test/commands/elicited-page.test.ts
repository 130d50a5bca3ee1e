import { describe, expect, it } from 'vitest';
import { tellPage } from '../../src/commands/elicited-page.ts';
import type { Io } from '../../src/commands/io.ts';
import { createVault } from '../../src/http/index.ts';

function shown(url: string, message = 'Sign in at the bank') {
  const vault = createVault();
  vault.keep('the-access-token-of-this-run');
  let said = '';
  const urls: string[] = [];
  const err = (text: string): void => {
    said += vault.redact(text);
  };
  const io = { vault, err, showUrl: (one: string) => urls.push(one) } as unknown as Io;
  tellPage(io, url, message);
  return { said, urls };
}

describe('a page that a server wants visited', () => {
  it('is shown whole, so that it can be opened: its state is no secret of ours', () => {
    const url = 'https://bank.example.com/authorize?state=Jp-2dVm5sejeBKzJDAc0z6De0wp8Z8Edi&client_id=x';
    const { said, urls } = shown(url);
    expect(urls).toEqual([url]);
    expect(said).toContain('Sign in at the bank');
    expect(said).toContain('not opened');
  });

  it.each(['javascript:alert(1)', 'file:///etc/passwd', 'http://bank.example.com/', 'not a url', ''])(
    'is not offered when it is no https address: %s',
    (url) => {
      const { said, urls } = shown(url);
      expect(urls).toEqual([]);
      expect(said).toContain('Leave it');
    },
  );

  it.each([
    'https://evil.example.com/?q=the-access-token-of-this-run',
    'https://evil.example.com/the-access-token-of-this-run',
    'https://evil.example.com/#the-access-token-of-this-run',
  ])('is not shown whole when it holds a secret: %s', (url) => {
    const { said, urls } = shown(url);
    expect(urls).toEqual([]);
    expect(said).toContain('holds a secret');
    expect(said).not.toContain('the-access-token-of-this-run');
  });

  it('cannot write on the terminal', () => {
    const { said, urls } = shown('https://bank.example.com/\u001b[2J', '\u001b[31mred');
    expect(said + urls.join('')).not.toContain('\u001b');
  });
});
