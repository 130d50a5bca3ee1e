import type { Mutant } from '../mutant.ts';
import type { ResourceContext } from '../resource/parts.ts';

export type Change = (document: object, context: ResourceContext) => object;

/** The metadata with other members, at the same place. */
export function changed(change: Change): NonNullable<Mutant['resource']> {
  return (parts, context) => ({
    ...parts,
    metadataDocument: (path) => {
      const document = parts.metadataDocument(path);
      return document === undefined ? undefined : change(document, context);
    },
  });
}

function having(members: object): NonNullable<Mutant['resource']> {
  return changed((document) => ({ ...document, ...members }));
}

/** Reads the same documents as a client would, and gives up where that does. */
const STRICT = 'interop/spec-strict';
const MATCHES = 'discovery/resource-matches-endpoint';
const CANONICAL = 'discovery/resource-is-canonical';
const LISTED = 'discovery/authorization-servers-listed';
const URLS = 'discovery/metadata-urls-are-https';

/** Endpoints whose metadata says the wrong things. */
export const resourceMemberMutants: readonly Mutant[] = [
  {
    name: 'resource-is-the-origin',
    about: 'The metadata calls the whole origin its resource.',
    resource: changed((document, { origin }) => ({ ...document, resource: origin })),
    killedBy: [MATCHES],
    alsoBy: [STRICT],
  },
  {
    name: 'resource-with-slash',
    about: 'The metadata writes a slash behind the URL of the endpoint.',
    resource: changed((document, { url }) => ({ ...document, resource: `${url}/` })),
    killedBy: [MATCHES, CANONICAL],
    alsoBy: [STRICT],
  },
  {
    name: 'resource-of-another',
    about: 'The metadata is about another endpoint.',
    resource: having({ resource: 'https://another.example/mcp' }),
    killedBy: [MATCHES],
    alsoBy: [STRICT],
  },
  {
    name: 'resource-missing',
    about: 'The metadata does not say what it is about.',
    resource: changed((document) => ({ ...document, resource: undefined })),
    killedBy: [MATCHES],
    alsoBy: [STRICT],
  },
  {
    name: 'resource-with-fragment',
    about: 'The resource has a fragment.',
    resource: changed((document, { url }) => ({ ...document, resource: `${url}#mcp` })),
    killedBy: [CANONICAL],
    alsoBy: [STRICT, MATCHES],
  },
  {
    name: 'resource-with-query',
    about: 'The resource has a query.',
    resource: changed((document, { url }) => ({ ...document, resource: `${url}?v=1` })),
    killedBy: [CANONICAL],
    alsoBy: [STRICT, MATCHES],
  },
  {
    name: 'resource-is-no-web-address',
    about: 'The resource is a name that the authorization server made up.',
    resource: having({ resource: 'api://calculator' }),
    killedBy: [CANONICAL],
    alsoBy: [STRICT, MATCHES],
  },
  {
    name: 'authorization-servers-missing',
    about: 'The metadata lists no authorization server.',
    resource: having({ authorization_servers: [] }),
    killedBy: [LISTED],
    alsoBy: [STRICT],
  },
  {
    name: 'authorization-server-with-query',
    about: 'The metadata lists an authorization server that cannot be an issuer.',
    resource: changed((document, { issuer }) => ({
      ...document,
      authorization_servers: [issuer, `${issuer}?tenant=1`],
    })),
    killedBy: [LISTED],
  },
  {
    name: 'authorization-server-over-http',
    about: 'The metadata lists an authorization server of another machine without TLS.',
    resource: changed((document, { issuer }) => ({
      ...document,
      authorization_servers: [issuer, 'http://login.example'],
    })),
    killedBy: [LISTED, URLS],
  },
  {
    name: 'metadata-names-keys-over-http',
    about: 'The metadata names keys that are fetched without TLS.',
    resource: having({ jwks_uri: 'http://keys.example/jwks' }),
    killedBy: [URLS],
  },
  {
    name: 'metadata-offers-tokens-in-query',
    about: 'The metadata invites clients to put the token into the URL.',
    resource: having({ bearer_methods_supported: ['header', 'query'] }),
    killedBy: ['discovery/bearer-in-header-only'],
  },
  {
    name: 'metadata-offers-tokens-in-body-alone',
    about: 'The metadata takes tokens in the body alone, where no MCP client puts them.',
    resource: having({ bearer_methods_supported: ['body'] }),
    killedBy: ['discovery/bearer-in-header-only'],
  },
  {
    name: 'metadata-lists-catch-all-scope',
    about: 'The metadata lists a scope that gives everything.',
    resource: having({ scopes_supported: ['calculator.add', '*'] }),
    killedBy: ['discovery/scopes-are-minimal'],
  },
  {
    name: 'metadata-lists-no-scopes',
    about: 'The metadata does not say which scopes there are.',
    resource: changed((document) => ({ ...document, scopes_supported: undefined })),
    killedBy: ['discovery/scopes-are-minimal'],
  },
  {
    name: 'metadata-lists-offline-access',
    about: 'The metadata lists offline_access as a scope of the resource.',
    resource: having({ scopes_supported: ['calculator.add', 'offline_access'] }),
    killedBy: ['discovery/scopes-are-minimal'],
  },
  {
    name: 'metadata-allows-unsigned',
    about: 'The metadata lists "none" among its signature algorithms.',
    resource: having({ resource_signing_alg_values_supported: ['RS256', 'none'] }),
    killedBy: ['discovery/resource-algorithms-are-sound'],
  },
  {
    name: 'metadata-is-signed-with-none',
    about: 'The signed metadata has no signature.',
    resource: having({ signed_metadata: 'eyJhbGciOiJub25lIn0.eyJpc3MiOiJ4In0.' }),
    killedBy: ['discovery/resource-algorithms-are-sound'],
  },
  {
    name: 'metadata-demands-bound-tokens',
    about: 'The metadata demands tokens that are bound to a key, which the endpoint does not want.',
    resource: having({ dpop_bound_access_tokens_required: true }),
    killedBy: ['discovery/accepts-bearer-tokens'],
  },
];
