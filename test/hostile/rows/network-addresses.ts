import { against } from '../against.ts';
import type { Deployment } from '../deployment.ts';
import type { Kind } from '../kinds.ts';
import type { Row } from '../row.ts';

/** Whoever only looks at what the endpoint says of itself, and does not wait long. */
const onlooker: Kind = async (_scene, all) => ({
  argv: ['discover', all.endpoint, '--format', 'json', '--timeout', '3'],
  env: {},
});

/** What a challenge may name as the address of the protected resource metadata, and must not be asked. */
const addresses: Readonly<Record<string, (all: Deployment) => string>> = {
  file: () => 'file:///etc/passwd',
  javascript: () => 'javascript:alert(1)',
  'ms-msdt': () => 'ms-msdt:/id PCWDiagnostic',
  'private-network': () => 'http://10.0.0.1/prm',
  'private-network-https': () => 'https://10.0.0.1/prm',
  'cloud-metadata': () => 'http://169.254.169.254/latest/meta-data/',
  'cloud-metadata-number': () => 'https://2852039166/latest/meta-data/',
  'cloud-metadata-ipv6': () => 'https://[::ffff:169.254.169.254]/latest/meta-data/',
  'other-origin': ({ thief }) => `${thief}/prm`,
  'user-info': ({ origin }) => `${origin.replace('//', '//user:password@')}/prm`,
  fragment: ({ origin }) => `${origin}/prm#x`,
  escapes: () => '\u009b31m::error::x',
};

/** These are no other host's. */
const ODD = ['user-info', 'fragment', 'escapes'];

export const addressRows: readonly Row[] = Object.entries(addresses).map(([name, address]) =>
  against({
    id: `resource-address-${name}`,
    does: `names an address for its metadata that nobody should ask (${name.replaceAll('-', ' ')})`,
    by: onlooker,
    twist: { challenge: (_honest, all) => `Bearer resource_metadata="${address(all)}"` },
    exit: 1,
    ...(ODD.includes(name) ? {} : { code: 'discovery/challenge-names-another-host' }),
    // A document may lie at another origin (RFC 9728 §3): it is asked for without any credential.
    ...(name === 'other-origin' ? { thiefMaySee: /^GET \/prm$/ } : {}),
  }),
);
