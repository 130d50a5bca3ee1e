import { against, times } from '../against.ts';
import { raw, type Twist } from '../deployment.ts';
import { machine, person } from '../kinds.ts';
import type { Row } from '../row.ts';

type Server = NonNullable<Twist['server']>;

const bytesOf = (document: unknown): Buffer => Buffer.from(JSON.stringify(document));

/** Documents that are about somebody else, or are no documents. */
export const metadataRows: readonly Row[] = [
  ...resources(),
  ...issuers(),
  ...[
    ['absent', undefined],
    ['plain', ['plain']],
    ['lower-case', ['s256']],
    ['text', 'S256'],
    ['empty', []],
  ].map(([name, methods]) =>
    against({
      id: `pkce-${String(name)}`,
      does: `says ${JSON.stringify(methods) ?? 'nothing'} about code_challenge_methods_supported`,
      by: person,
      twist: { server: (honest) => ({ ...honest, code_challenge_methods_supported: methods }) },
      exit: 7,
      code: 'pkce.unsupported',
      also: times('/authorize', 0),
    }),
  ),
  ...documents(),
];

function resources(): readonly Row[] {
  const rows: readonly [string, (endpoint: string) => string, number][] = [
    ['other-origin', () => 'https://other.example.com/mcp', 7],
    ['other-port', (endpoint) => endpoint.replace(/:\d+\//u, ':1/'), 7],
    ['other-path', (endpoint) => `${endpoint}2`, 7],
    ['below', (endpoint) => `${endpoint}/deeper`, 7],
    ['half-a-segment', (endpoint) => endpoint.replace(/mcp$/u, 'mc'), 7],
    ['fragment', (endpoint) => `${endpoint.replace(/mcp$/u, '')}#mcp`, 7],
    ['slash', (endpoint) => `${endpoint}/`, 7],
    ['case-of-path', (endpoint) => endpoint.toUpperCase().replace('HTTP', 'http'), 7],
    ['case-of-scheme', (endpoint) => endpoint.replace('http', 'HTTP'), 0],
    ['above', (endpoint) => endpoint.replace(/\/mcp$/u, ''), 0],
  ];
  return rows.map(([name, resource, exit]) =>
    against({
      id: `resource-${name}`,
      does: `publishes metadata about another resource (${name})`,
      twist: { resource: (honest, { endpoint }) => ({ ...honest, resource: resource(endpoint) }) },
      exit,
      ...(exit === 0 ? {} : { code: 'prm.resource_mismatch', also: times('/token', 0) }),
    }),
  );
}

function issuers(): readonly Row[] {
  const rows: Readonly<Record<string, (issuer: string) => unknown>> = {
    host: (issuer) => issuer.replace('127.0.0.1', 'localhost'),
    port: (issuer) => issuer.replace(/:\d+\//u, ':1/'),
    slash: (issuer) => `${issuer}/`,
    'case-of-path': (issuer) => issuer.replace('tenant', 'Tenant'),
    'case-of-scheme': (issuer) => issuer.replace('http', 'HTTP'),
    query: (issuer) => `${issuer}?a=b`,
    encoded: (issuer) => issuer.replace('tenant', '%74enant'),
    blank: (issuer) => `${issuer} `,
    number: () => 5,
    list: (issuer) => [issuer],
    absent: () => undefined,
  };
  return Object.entries(rows).map(([name, issuer]) =>
    against({
      id: `issuer-${name}`,
      does: `publishes metadata with another issuer (${name})`,
      by: machine,
      twist: {
        issuerPath: '/tenant',
        server: (honest) => ({ ...honest, issuer: issuer(String(honest.issuer)) }),
      },
      exit: 7,
      code: 'issuer.mismatch',
      also: times('/token', 0),
    }),
  );
}

function documents(): readonly Row[] {
  const refused = { exit: 6, code: 'metadata.not_found', also: times('/token', 0) };
  const good = { exit: 0, also: times('/token', 1) };
  const rows: readonly [string, Server, { readonly exit: number; readonly code?: string }][] = [
    ['utf-16', (honest) => raw(Buffer.from(JSON.stringify(honest), 'utf16le')), refused],
    ['utf-16-bom', (honest) => raw(Buffer.from(`\uFEFF${JSON.stringify(honest)}`, 'utf16le')), refused],
    ['trailing-garbage', (honest) => raw(`${JSON.stringify(honest)}x`), refused],
    ['two-documents', (honest) => raw(JSON.stringify(honest).repeat(2)), refused],
    ['list', (honest) => [honest], refused],
    ['null', () => raw('null'), refused],
    ['text', (honest) => raw(JSON.stringify(JSON.stringify(honest))), refused],
    ['empty', () => raw(''), refused],
    ['html', () => raw('<!doctype html><title>Sign in</title>', 'text/html'), refused],
    ['deep', (honest) => raw(deep(honest)), refused],
    ['bom', (honest) => raw(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytesOf(honest)])), good],
    [
      'latin-1',
      (honest) => raw(Buffer.from(JSON.stringify({ ...honest, service_documentation: '\u00e9' }), 'latin1')),
      good,
    ],
    ['own-keys', (honest) => raw(JSON.stringify(honest).replace('{', hostileKeys())), good],
  ];
  return [
    ...rows.map(([name, server, ending]) =>
      against({
        ...ending,
        id: `metadata-${name}`,
        does: `publishes authorization server metadata that is no plain JSON object (${name})`,
        twist: { server },
      }),
    ),
    against({
      id: 'resource-deep',
      does: 'publishes protected resource metadata that is nested 100,000 deep',
      twist: { resource: (honest) => raw(deep(honest)) },
      exit: 0,
    }),
    ...members(),
  ];
}

/** Legal JSON that `JSON.parse` takes, and on which whatever recurses dies. */
function deep(honest: unknown): string {
  return `{"a":${'['.repeat(100_000)}${']'.repeat(100_000)},${JSON.stringify(honest).slice(1)}`;
}

/** Members of the wrong type, and two of one name. */
function members(): readonly Row[] {
  const missing = { exit: 6, code: 'metadata.endpoint_missing', also: times('/token', 0) };
  return [
    ...[5, null, ['/token'], { url: '/token' }, true].map((value, index) =>
      against({
        ...missing,
        id: `metadata-type-${index + 1}`,
        does: `publishes ${JSON.stringify(value)} as token_endpoint`,
        twist: { server: (honest) => ({ ...honest, token_endpoint: value }) },
      }),
    ),
    against({
      id: 'metadata-types-of-all',
      does: 'publishes a number for every other member of both documents',
      twist: {
        resource: (honest) => ({ ...honest, scopes_supported: 5, bearer_methods_supported: null, x: 5 }),
        server: (honest) => ({
          ...honest,
          ...Object.fromEntries(OTHERS.map((name, index) => [name, [5, null, [[5]], { a: 1 }][index % 4]])),
        }),
      },
      exit: 0,
    }),
    against({
      id: 'metadata-key-twice',
      does: 'has token_endpoint twice, the thief’s last',
      twist: {
        server: (honest, { thief }) =>
          raw(`${JSON.stringify(honest).slice(0, -1)},"token_endpoint":"${thief}/token"}`),
      },
      exit: 7,
      code: 'endpoint.origin',
      also: times('/token', 0),
    }),
    against({
      ...missing,
      id: 'metadata-prototype',
      does: 'has no token endpoint but one under __proto__ and constructor, a thief’s',
      twist: {
        server: (honest, { thief }) => {
          const stolen = `{"token_endpoint":"${thief}/token","issuer":"${thief}"}`;
          const keys = `"__proto__":${stolen},"constructor":{"prototype":${stolen}},"prototype":${stolen}`;
          return raw(`{${keys},${JSON.stringify({ ...honest, token_endpoint: undefined }).slice(1)}`);
        },
      },
    }),
  ];
}

const OTHERS = [
  'authorization_endpoint',
  'device_authorization_endpoint',
  'revocation_endpoint',
  'registration_endpoint',
  'jwks_uri',
  'scopes_supported',
  'grant_types_supported',
  'response_types_supported',
  'code_challenge_methods_supported',
  'token_endpoint_auth_methods_supported',
  'token_endpoint_auth_signing_alg_values_supported',
  'authorization_response_iss_parameter_supported',
  'client_id_metadata_document_supported',
  'dpop_signing_alg_values_supported',
];

/** Keys that are something else on every object. */
function hostileKeys(): string {
  const names = ['__proto__', 'constructor', 'prototype', 'toString', 'valueOf', 'hasOwnProperty', 'then'];
  return `{${names.map((name) => `"${name}":{"scopes":["admin"],"code":"x","length":-1}`).join(',')},`;
}
