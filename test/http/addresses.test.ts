import { describe, expect, it } from 'vitest';
import { classify } from '../../src/http/addresses.ts';
import { ANYWHERE, checkUrl } from '../../src/http/url-policy.ts';

describe('classes of address', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['2606:4700::1111', 'public'],
    ['127.0.0.1', 'private'],
    ['127.255.255.254', 'private'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['100.128.0.1', 'public'],
    ['::1', 'private'],
    ['fd12::1', 'private'],
    ['64:ff9b::a00:1', 'private'],
    ['0.0.0.0', 'special'],
    ['169.254.169.254', 'special'],
    ['224.0.0.1', 'special'],
    ['255.255.255.255', 'special'],
    ['::', 'special'],
    ['fe80::1', 'special'],
    ['ff02::1', 'special'],
    ['fec0::1', 'special'],
    ['::127.0.0.1', 'special'],
    ['::a9fe:a9fe', 'special'],
    ['::ffff:0:127.0.0.1', 'special'],
    ['4000::1', 'special'],
    ['2a00:1450:4001::1', 'public'],
    ['::ffff:127.0.0.1', 'special'],
    ['::ffff:8.8.8.8', 'special'],
    ['::ffff:a00:1', 'special'],
  ])('%s is %s', (address, expected) => {
    expect(classify(address)).toBe(expected);
  });
});

describe('the URL policy', () => {
  it.each([
    'https://example.com/mcp',
    'https://example.com:8443/mcp?x=1',
    'http://localhost:3000/mcp',
    'http://127.0.0.1/',
    'http://127.9.9.9:1/',
    'http://[::1]:3000/',
    'http://2130706433/',
  ])('allows %s', (url) => {
    expect(checkUrl(url, ANYWHERE).href).toBe(new URL(url).href);
  });

  it.each([
    'http://example.com/',
    'http://10.0.0.1/',
    'http://localhost.evil.example/',
    'http://a.localhost/',
    'http://[::ffff:127.0.0.1]/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/plain,x',
    'ftp://example.com/',
    'https://user@example.com/',
    'https://user:password@example.com/',
    'https://example.com/#fragment',
    'https://example.com/#',
    '/relative',
    'https://',
    '',
  ])('refuses %s', (url) => {
    expect(() => checkUrl(url, ANYWHERE)).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'ssrf.url' }) }),
    );
  });

  it.each([
    'https://127.0.0.1/',
    'https://localhost/',
    'https://0x7f.1/',
    'https://①②⑦.0.0.1/',
    'https://[::1]/',
    'https://10.0.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://[fe80::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[::10.0.0.1]/',
    'https://[64:ff9b::10.0.0.1]/',
    'https://[fec0::1]/',
    'https://2130706433/',
    'https://１０.0.0.1/',
    'https://10.0.0.1./',
    'https://localhost./',
    'https://a.b.localhost/',
    'https://0/',
  ])('refuses %s when only public addresses are in reach', (url) => {
    expect(() => checkUrl(url, ['public'])).toThrow(
      expect.objectContaining({ problem: expect.objectContaining({ code: 'ssrf.private_address' }) }),
    );
  });

  it('never repeats user name or password', () => {
    expect(() => checkUrl('https://user:hunter22@example.com/', ANYWHERE)).not.toThrow(/hunter22/);
  });
});
