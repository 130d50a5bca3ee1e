import { describe, expect, it } from 'vitest';
import { pemBlocks } from '../../src/text/pem.ts';

const block = (label: string, text = 'AAAA'): string =>
  `-----BEGIN ${label}-----\n${text}\n-----END ${label}-----`;

describe('the blocks of a PEM text', () => {
  it.each([
    ['nothing', '', []],
    ['text without a block', 'no PEM at all', []],
    ['one', block('CERTIFICATE'), ['CERTIFICATE']],
    [
      'several, with text around',
      `a\n${block('CERTIFICATE')}\nb\r\n${block('RSA PRIVATE KEY')}\n`,
      ['CERTIFICATE', 'RSA PRIVATE KEY'],
    ],
    [
      'one after a beginning without an end',
      `-----BEGIN PRIVATE KEY-----\n${block('CERTIFICATE')}`,
      ['CERTIFICATE'],
    ],
    ['one whose end has another label', '-----BEGIN A-----\n-----END B-----', []],
    ['one that is cut off', '-----BEGIN CERTIFICATE-----\nAAAA', []],
  ])('are found: %s', (_, text, labels) => {
    expect(pemBlocks(text).map(({ label }) => label)).toEqual(labels);
  });

  it('are taken from their first to their last line', () => {
    expect(pemBlocks(`x${block('CERTIFICATE', 'B')}y`)[0]?.text).toBe(block('CERTIFICATE', 'B'));
  });

  it('are looked for in a time that grows with the text, whatever is repeated in it', () => {
    // A search that began anew at every line would run into the time limit of this test.
    for (const junk of ['-----BEGIN A-----', '-----BEGIN ', '-----BEGIN A', '-----END A-----', '-----'])
      expect(pemBlocks(junk.repeat(4_000_000 / junk.length))).toEqual([]);
  });
});
