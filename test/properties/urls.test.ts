import { BlockList, isIPv6 } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classify } from '../../src/http/addresses.ts';
import { Failure } from '../../src/http/failures.ts';
import { ANYWHERE, checkUrl, type Reach } from '../../src/http/url-policy.ts';
import { nasty, PATIENT, times } from './runs.ts';

/**
 * Where no stranger may send us, written down once more from the registries of IANA (special-purpose addresses, IPv4
 * and IPv6) and not from the program.
 */
const INTERNAL_4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const;
const INTERNAL_6 = [
  // Everything but global unicast addresses, 2000::/3.
  ['::', 3],
  ['4000::', 2],
  ['8000::', 1],
  ['2001::', 32],
  ['2002::', 16],
] as const;

const four = new BlockList();
for (const [network, prefix] of INTERNAL_4) four.addSubnet(network, prefix, 'ipv4');
const six = new BlockList();
for (const [network, prefix] of INTERNAL_6) six.addSubnet(network, prefix, 'ipv6');

const octets = fc.tuple(
  ...[0, 1, 2, 3].map(() =>
    fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 10, 127, 169, 172, 192, 254, 255)),
  ),
);
const dotted = octets.map((all) => all.join('.'));
const internal = fc
  .tuple(fc.constantFrom(...INTERNAL_4), fc.integer({ min: 0, max: 0xffffffff }))
  .map(([[network, prefix], host]) => {
    const base = network.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    return base + (host % 2 ** (32 - prefix));
  });
const quad = (number: number): string =>
  [24, 16, 8, 0].map((bits) => Math.floor(number / 2 ** bits) % 256).join('.');
const wide = (text: string): string =>
  text.replaceAll(/[\w.]/g, (sign) =>
    sign === '.' ? '。' : String.fromCodePoint((sign.codePointAt(0) ?? 0) + 0xfee0),
  );

/** The ways in which browsers let an IPv4 address be written (WHATWG URL, host parser). */
const SPELLINGS: readonly ((number: number) => string)[] = [
  quad,
  String,
  (number) => `0x${number.toString(16)}`,
  (number) => `0${number.toString(8)}`,
  (number) => `${Math.floor(number / 2 ** 24)}.${number % 2 ** 24}`,
  (number) => `0x${Math.floor(number / 2 ** 24).toString(16)}.0${(number % 2 ** 24).toString(8)}`,
  (number) => `${quad(number)}.`,
  (number) => wide(quad(number)),
  (number) => wide(String(number)),
  (number) => quad(number).replaceAll('.', '%2e'),
  (number) => `[::ffff:${quad(number)}]`,
  (number) => `[64:ff9b::${quad(number)}]`,
  (number) => `[::ffff:${Math.floor(number / 65536).toString(16)}:${(number % 65536).toString(16)}]`,
  (number) => `[2002:${Math.floor(number / 65536).toString(16)}:${(number % 65536).toString(16)}::1]`,
  (number) => `[::${quad(number)}]`,
];

const groups = fc.array(fc.integer({ min: 0, max: 0xffff }), { minLength: 8, maxLength: 8 });
const anySix = groups.map((all) => all.map((group) => group.toString(16)).join(':'));
const specialSix = fc
  .tuple(
    fc.constantFrom(
      '::',
      'fe80::',
      'fec0::',
      'fc00::',
      'fd00:ec2::',
      'ff02::',
      '64:ff9b::',
      '64:ff9b:1::',
      '2001::',
      '2002:7f00:1::',
      '::ffff:0:',
    ),
    fc.integer({ min: 0, max: 0xffff }),
  )
  .map(([prefix, last]) => `${prefix}${last.toString(16)}`);

/** The code of the refusal; undefined: it may be requested. Whatever else is thrown is a fault. */
function refused(url: string, reach: Reach): string | undefined {
  try {
    checkUrl(url, reach);
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error.problem.code;
    throw error;
  }
}

describe('a URL that a server names', () => {
  it('leads to no internal address, however it is spelt', PATIENT, () => {
    const spelt = fc.tuple(internal, fc.constantFrom(...SPELLINGS), fc.constantFrom('', ':443', ':8080'));
    fc.assert(
      fc.property(spelt, ([number, spelling, port]) => {
        const code = refused(`https://${spelling(number)}${port}/`, ['public']);
        expect(code, spelling(number)).toMatch(/^ssrf\./);
      }),
      times(1500),
    );
  });

  it('may lead exactly where the registries have public addresses', PATIENT, () => {
    fc.assert(
      fc.property(dotted, (address) => {
        const open = !four.check(address, 'ipv4');
        expect(classify(address) === 'public').toBe(open);
        expect(refused(`https://${address}/`, ['public']) === undefined).toBe(open);
      }),
      times(1500),
    );
  });

  it('leads to no internal address of IPv6, and to none in which one of IPv4 hides', PATIENT, () => {
    fc.assert(
      fc.property(fc.oneof(anySix, specialSix), (written) => {
        if (!isIPv6(written)) return;
        const { hostname } = new URL(`https://[${written}]/`);
        const closed = six.check(written, 'ipv6');
        expect(classify(hostname.slice(1, -1)) === 'public').toBe(!closed);
        expect(refused(`https://[${written}]/`, ['public']) === undefined).toBe(!closed);
      }),
      times(1500),
    );
  });

  it('is https without credentials and fragment, or http on this machine, or it is refused', PATIENT, () => {
    const scheme = fc.constantFrom(
      'https:',
      'http:',
      'HTTPS:',
      'ftp:',
      'file:',
      'javascript:',
      'data:',
      'ws:',
      'blob:https:',
      'ht\ttps:',
      ' https:',
      '',
    );
    const slashes = fc.constantFrom('//', '/', '', '\\\\', '///');
    const host = fc.oneof(
      fc.constantFrom(
        'example.com',
        'localhost',
        'LOCALHOST.',
        '127.0.0.1',
        '[::1]',
        'a.localhost',
        'user@b.example',
        'u:p@localhost',
        'localhost#',
        'exa\nmple.com',
      ),
      nasty,
    );
    fc.assert(
      fc.property(scheme, slashes, host, nasty, (before, between, name, path) => {
        const raw = `${before}${between}${name}/${path}`;
        if (refused(raw, ANYWHERE) !== undefined) return;
        const url = checkUrl(raw, ANYWHERE);
        expect(url.href).toBe(new URL(raw).href);
        expect([url.username, url.password, url.hash]).toEqual(['', '', '']);
        expect(['https:', 'http:']).toContain(url.protocol);
        if (url.protocol === 'http:') expect(url.hostname).toMatch(/^(?:localhost|127(?:\.\d+){3}|\[::1\])$/);
      }),
      times(1000),
    );
  });
});
