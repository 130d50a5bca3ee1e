import { type Against, against, times } from '../against.ts';
import type { Answer, Deployment } from '../deployment.ts';
import { type Kind, keptLogin, machine, person } from '../kinds.ts';
import type { Row } from '../row.ts';

/** Whoever only looks at what the endpoint says of itself. */
const onlooker: Kind = async (_scene, all) => ({
  argv: ['discover', all.endpoint, '--format', 'json'],
  env: {},
});

const to = (location: string, status = 302): Answer => ({ status, headers: { location }, body: '' });

/** Answers that send a credential on; the judge sees to it that the thief hears nothing of it. */
const ofCredentials: readonly Row[] = [
  ...[301, 302, 303, 307, 308].flatMap((status) => [
    credential(`redirect-token-${status}`, machine, ({ thief }) => to(`${thief}/token`, status)),
    credential(`redirect-refresh-${status}`, keptLogin, ({ thief }) => to(`${thief}/token`, status)),
  ]),
  credential('redirect-code', person, ({ thief }) => to(`${thief}/token`, 307)),
  credential('redirect-token-itself', machine, ({ origin }) => to(`${origin}/token`, 307)),
  credential('redirect-token-nowhere', machine, () => to('http://[', 307)),
  credential('redirect-token-escapes', machine, ({ thief }) => to(`${thief}/%1b[31m%0a::error::x`, 307)),
];

function credential(id: string, by: Kind, answer: (all: Deployment) => Answer): Row {
  return against({
    id,
    does: `answers a request that carries a credential with a redirect (${id.slice('redirect-'.length)})`,
    by,
    twist: { token: (_honest, _asked, all) => answer(all) },
    exit: 7,
    code: 'redirect.credentialed',
    also: (all, ended) => {
      times('/token', 1 + (by === keptLogin ? 1 : 0))(all, ended);
    },
  });
}

/** Where metadata may not lead: away from its origin, to other schemes, round in circles. */
const targets: Readonly<Record<string, (all: Deployment) => string>> = {
  loop: ({ origin }) => `${origin}/.well-known/oauth-protected-resource/mcp`,
  'fifty-hops': (all) => `${all.origin}/.well-known/oauth-protected-resource/mcp?hop=${all.asked.length}`,
  thief: ({ thief }) => `${thief}/.well-known/oauth-protected-resource/mcp`,
  'plain-http': () => 'http://login.example.com/',
  file: () => 'file:///etc/passwd',
  javascript: () => 'javascript:alert(1)',
  'data-url': () => 'data:application/json,{}',
  'cloud-metadata': () => 'http://169.254.169.254/latest/meta-data/',
  'private-network': () => 'http://10.0.0.1/',
  'user-info': ({ origin }) => `${origin.replace('//', '//user:password@')}/`,
  'no-location': () => '',
};

const ofMetadata: readonly Row[] = Object.entries(targets).flatMap(([name, target]) => [
  document(name, {
    id: `redirect-resource-${name}`,
    does: `redirects its protected resource metadata (${name.replaceAll('-', ' ')})`,
    by: onlooker,
    twist: { resource: (_honest, all) => to(target(all)) },
    exit: 1,
    code: name === 'user-info' ? 'discovery/resource-metadata-missing' : 'discovery/metadata-redirects',
    says: /redirect\.policy|ssrf\.url/,
  }),
  document(name, {
    id: `redirect-server-${name}`,
    does: `redirects its authorization server metadata (${name.replaceAll('-', ' ')})`,
    twist: {
      server: (_honest, all) => to(target(all).replace('protected-resource', 'authorization-server')),
    },
    exit: 6,
    code: 'metadata.not_found',
    says: /redirect\.policy|ssrf\.url/,
    also: times('/token', 0),
  }),
]);

function document(name: string, row: Against): Row {
  return against({
    ...row,
    also: (all, ended) => {
      row.also?.(all, ended);
      if (name === 'fifty-hops' && all.asked.length > 40)
        throw new Error(`it sent ${all.asked.length} requests`);
    },
  });
}

export const redirectRows: readonly Row[] = [...ofCredentials, ...ofMetadata];
