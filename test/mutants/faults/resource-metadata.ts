import { withHeaders } from '../http.ts';
import type { Mutant } from '../mutant.ts';
import { wellKnown } from '../resource/metadata.ts';
import { type Change, changed, resourceMemberMutants } from './resource-members.ts';

/** What is at the root of the origin besides. */
function atRoot(change: Change): NonNullable<Mutant['resource']> {
  return (parts, context) => ({
    ...parts,
    metadataDocument: (path) =>
      path === wellKnown
        ? change(parts.metadataDocument(`${wellKnown}/mcp`) ?? {}, context)
        : parts.metadataDocument(path),
  });
}

/** Reads the same documents as a client would, and gives up where that does. */
const STRICT = 'interop/spec-strict';

/** Endpoints that publish no metadata (RFC 9728), the wrong one, or where nobody can read it. */
export const resourceMetadataMutants: readonly Mutant[] = [
  {
    name: 'metadata-nowhere',
    about: 'There is no protected resource metadata.',
    resource: (parts) => ({ ...parts, metadataDocument: () => undefined }),
    killedBy: ['discovery/protected-resource-metadata-found', 'discovery/metadata-at-path'],
    alsoBy: [STRICT, 'discovery/challenge-names-resource-metadata'],
  },
  {
    name: 'metadata-at-root-alone',
    about: "The metadata is at the root of the origin, and not below the endpoint's path.",
    resource: (parts) => ({
      ...parts,
      metadataDocument: (path) =>
        path === wellKnown ? parts.metadataDocument(`${wellKnown}/mcp`) : undefined,
    }),
    killedBy: ['discovery/metadata-at-path'],
    alsoBy: ['discovery/challenge-names-resource-metadata'],
  },
  {
    name: 'metadata-root-is-a-page',
    about: 'A web page with status 200 stands where clients look for metadata last.',
    resource: (parts) => ({
      ...parts,
      answer: (request, answer) =>
        request.path === wellKnown
          ? { status: 200, headers: { 'content-type': 'text/html' }, body: '<!doctype html><p>Hello</p>' }
          : answer,
    }),
    killedBy: ['discovery/metadata-at-root'],
  },
  {
    name: 'metadata-names-other-servers-at-root',
    about: 'The document at the root names another authorization server for the endpoint.',
    resource: atRoot((document) => ({ ...document, authorization_servers: ['https://old.example'] })),
    killedBy: ['discovery/metadata-agrees'],
  },
  {
    name: 'metadata-names-other-resource-at-root',
    about: 'The document at the root is about an endpoint that is neither this one nor the origin.',
    resource: atRoot((document, { origin }) => ({ ...document, resource: `${origin}/old` })),
    killedBy: ['discovery/metadata-agrees'],
  },
  {
    name: 'metadata-as-text',
    about: 'The metadata comes as text/plain.',
    resource: (parts) => ({
      ...parts,
      metadataHeaders: () => ({ ...parts.metadataHeaders(), 'content-type': 'text/plain' }),
    }),
    killedBy: ['discovery/metadata-is-json'],
  },
  {
    name: 'metadata-with-scopes-in-a-string',
    about: 'scopes_supported is a string in place of a list.',
    resource: changed((document, { scopes }) => ({ ...document, scopes_supported: scopes.join(' ') })),
    killedBy: ['discovery/metadata-is-json'],
    alsoBy: ['discovery/scopes-are-minimal'],
  },
  {
    name: 'metadata-behind-the-gate',
    about: 'The metadata wants the token that one needs it for.',
    resource: (parts) => ({ ...parts, metadataStatus: () => 401 }),
    killedBy: ['discovery/metadata-needs-no-token', 'discovery/protected-resource-metadata-found'],
    alsoBy: [STRICT, 'discovery/challenge-names-resource-metadata', 'discovery/metadata-at-path'],
  },
  {
    name: 'metadata-forbidden-by-a-firewall',
    about: 'A firewall refuses everything below /.well-known with 403.',
    resource: (parts) => ({
      ...parts,
      answer: (request, answer) =>
        request.path.startsWith('/.well-known/')
          ? { status: 403, headers: { 'content-type': 'text/html' }, body: '<h1>Blocked</h1>' }
          : answer,
    }),
    killedBy: ['discovery/metadata-needs-no-token', 'discovery/protected-resource-metadata-found'],
    alsoBy: [
      STRICT,
      'discovery/challenge-names-resource-metadata',
      'discovery/metadata-at-path',
      'discovery/metadata-at-root',
    ],
  },
  {
    name: 'metadata-without-cors',
    about: 'Pages of other origins cannot read the metadata.',
    resource: (parts) => ({
      ...parts,
      metadataHeaders: () => ({ 'content-type': 'application/json' }),
    }),
    killedBy: ['discovery/metadata-readable-across-origins'],
  },
  {
    name: 'metadata-readable-by-one-page',
    about: 'Only one page of the operator may read the metadata.',
    resource: (parts) => ({
      ...parts,
      answer: (request, answer) =>
        request.path.startsWith(wellKnown)
          ? withHeaders(answer, { 'access-control-allow-origin': 'https://console.example' })
          : answer,
    }),
    killedBy: ['discovery/metadata-readable-across-origins'],
  },
  ...resourceMemberMutants,
];
