import { describe, expect, it } from 'vitest';
import { remoteText } from '../../src/flows/remote-text.ts';
import { createVault } from '../../src/http/index.ts';

describe('text from the network', () => {
  it.each([
    ['is left alone when it is plain', 'Invalid client secret.', 'Invalid client secret.'],
    ['stays on one line', 'one\r\n\ttwo  three', 'one two three'],
    ['cannot colour the terminal', '\u001b[31mred', '\\u{1b}[31mred'],
    ['cannot turn the writing round', 'a\u202eb', 'a\\u{202e}b'],
    ['cannot hide characters', 'a\u200bb\ue000', 'a\\u{200b}b\\u{e000}'],
  ])('%s', (_name, text, shown) => {
    expect(remoteText(text, createVault())).toBe(shown);
  });

  it('is clipped, and says by how much', () => {
    expect(remoteText('x'.repeat(1000), createVault(), 10)).toBe(`${'x'.repeat(10)}… (990 more)`);
  });

  it('cannot repeat a secret', () => {
    const vault = createVault();
    vault.keep('s3cret-of-the-machine');
    expect(remoteText('not s3cret-of-the-machine', vault)).not.toContain('s3cret-of-the-machine');
  });
});
