import { type Against, against } from '../against.ts';
import type { Deployment } from '../deployment.ts';
import { device, type Kind, kinds, logout, machine, person, unpinnedMachine } from '../kinds.ts';
import type { Row } from '../row.ts';

/**
 * Servers that want a credential to go to a thief: one row for every credential that the program can send. The
 * judge sees to it that the thief hears nothing at all.
 */
export const thiefRows: readonly Row[] = [
  ...each(kinds, 'named', {
    does: 'names a thief as its authorization server',
    twist: { resource: (honest, { thief }) => ({ ...honest, authorization_servers: [thief] }) },
    exit: 7,
    code: 'issuer.not_pinned',
    also: nothingLeft,
  }),
  ...each(kinds, 'token-endpoint', {
    does: 'has the right issuer, and a token endpoint that is a thief’s',
    twist: { server: (honest, { thief }) => ({ ...honest, token_endpoint: `${thief}/token` }) },
    exit: 7,
    code: 'endpoint.origin',
    also: nothingLeft,
  }),
  ...endpoint('jwks_uri', machine),
  ...endpoint('authorization_endpoint', person),
  ...endpoint('device_authorization_endpoint', device),
  ...endpoint('revocation_endpoint', logout),
  ...[
    ['userinfo', (all: Deployment) => `${all.origin.replace('//', '//user:password@')}/token`],
    ['fragment', (all: Deployment) => `${all.origin}/token#x`],
    ['plain-http', () => 'http://login.example.com/token'],
    ['file', () => 'file:///etc/passwd'],
    ['javascript', () => 'javascript:alert(1)'],
    ['relative', () => '/token'],
    ['look-alike', (all: Deployment) => `${all.origin}@thief.example/token`],
  ].map(([name, url]) =>
    against({
      id: `thief-url-${String(name)}`,
      does: `has the right issuer, and a token endpoint whose URL is odd (${String(name)})`,
      twist: {
        server: (honest, all) => ({
          ...honest,
          token_endpoint: typeof url === 'function' ? url(all) : url,
        }),
      },
      exit: 7,
      code: 'endpoint.origin',
      also: nothingLeft,
    }),
  ),
  against({
    id: 'thief-unpinned',
    does: 'names itself as the authorization server of a client that pinned none',
    by: unpinnedMachine,
    twist: {},
    exit: 7,
    code: 'issuer.not_pinned',
    also: nothingLeft,
  }),
  against({
    id: 'thief-first-of-two',
    does: 'names a thief before the right authorization server',
    twist: {
      resource: (honest, { thief, issuer }) => ({ ...honest, authorization_servers: [thief, issuer] }),
    },
    exit: 0,
  }),
];

function each(
  all: Readonly<Record<string, Kind>>,
  how: string,
  row: Omit<Against, 'id' | 'by'>,
): readonly Row[] {
  return Object.entries(all).map(([name, by]) => against({ ...row, id: `thief-${how}-${name}`, by }));
}

function endpoint(name: string, by: Kind): readonly Row[] {
  return [
    against({
      id: `thief-${name.replaceAll('_', '-')}`,
      does: `has the right issuer, and a ${name} that is a thief’s`,
      by,
      twist: { server: (honest, { thief }) => ({ ...honest, [name]: `${thief}/there` }) },
      exit: 7,
      code: 'endpoint.origin',
      also: nothingLeft,
    }),
  ];
}

/** Nothing was sent to the honest server either, once the lie was there. */
function nothingLeft({ asked, untwisted }: Deployment): void {
  const sent = asked.slice(untwisted).filter(({ method, path }) => method === 'POST' && path !== '/mcp');
  if (sent.length > 0) throw new Error(`${sent.map(({ path }) => path).join(', ')} got a request`);
}
