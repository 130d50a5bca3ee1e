import { BlockList, isIP, isIPv6 } from 'node:net';

/**
 * `private`: loopback, RFC 1918, shared (CGNAT), unique local, NAT64. `special`: never a web server a stranger
 * may send us to: link-local (cloud metadata services), unspecified, multicast, reserved, IPv4 inside IPv6, and
 * whatever of IPv6 is not global.
 */
export type AddressClass = 'public' | 'private' | 'special';

/** The class of an IP address literal, without brackets (IANA special-purpose address registries). */
export function classify(address: string): AddressClass {
  const known = classes.get(address);
  if (known !== undefined) return known;
  if (classes.size >= KEPT) classes.clear();
  const found = classOf(address);
  classes.set(address, found);
  return found;
}

/** Every exchange asks, mostly of the same few addresses, and the lists are slow. */
const classes = new Map<string, AddressClass>();
const KEPT = 100;

function classOf(address: string): AddressClass {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4';
  if (family === 'ipv6' && MAPPED.check(address, family)) return 'special';
  if (SPECIAL.check(address, family)) return 'special';
  if (PRIVATE.check(address, family)) return 'private';
  return family === 'ipv4' || GLOBAL.check(address, family) ? 'public' : 'special';
}

/** Whether a WHATWG-parsed host name is this machine: `localhost`, 127.0.0.0/8 or ::1. */
export function isLoopback(hostname: string): boolean {
  const host = unbracket(hostname);
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** The class of a host that can be told without asking DNS; undefined: it is a name. */
export function classOfHost(hostname: string): AddressClass | undefined {
  const host = unbracket(hostname);
  if (isIP(host) !== 0) return classify(host);
  // RFC 6761 §6.3: every name below it, with and without the root's dot.
  return /(?:^|\.)localhost\.?$/.test(host) ? 'private' : undefined;
}

/** `[::1]` → `::1`, as sockets want it. */
export function unbracket(hostname: string): string {
  return hostname.startsWith('[') ? hostname.slice(1, -1) : hostname;
}

/** A list of its own: BlockList compares IPv4 addresses with this range too, and all of them are in it. */
const MAPPED = subnets([['::ffff:0:0', 96, 'ipv6']]);

const PRIVATE = subnets([
  ['127.0.0.0', 8, 'ipv4'],
  ['10.0.0.0', 8, 'ipv4'],
  ['172.16.0.0', 12, 'ipv4'],
  ['192.168.0.0', 16, 'ipv4'],
  ['100.64.0.0', 10, 'ipv4'],
  ['::1', 128, 'ipv6'],
  ['fc00::', 7, 'ipv6'],
  ['64:ff9b::', 96, 'ipv6'],
  ['64:ff9b:1::', 48, 'ipv6'],
]);

const SPECIAL = subnets([
  ['0.0.0.0', 8, 'ipv4'],
  ['169.254.0.0', 16, 'ipv4'],
  ['192.0.0.0', 24, 'ipv4'],
  ['198.18.0.0', 15, 'ipv4'],
  ['224.0.0.0', 4, 'ipv4'],
  ['240.0.0.0', 4, 'ipv4'],
  ['::', 128, 'ipv6'],
  ['2001::', 32, 'ipv6'],
  ['2002::', 16, 'ipv6'],
  ['fe80::', 10, 'ipv6'],
  ['ff00::', 8, 'ipv6'],
]);

/** All that is global in IPv6 (IANA, IPv6 address space). Elsewhere old forms hide addresses of IPv4: `::10.0.0.1`. */
const GLOBAL = subnets([['2000::', 3, 'ipv6']]);

function subnets(list: readonly (readonly [string, number, 'ipv4' | 'ipv6'])[]): BlockList {
  const blocks = new BlockList();
  for (const [network, prefix, family] of list) blocks.addSubnet(network, prefix, family);
  return blocks;
}
