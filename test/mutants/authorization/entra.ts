import type { Document, ServerParts } from './parts.ts';
import type { ServerContext } from './state.ts';

/** The one tenant. */
export const TENANT = '5f1c3a0e-8d0b-4a77-9f0c-2b6d4e8a1c35';

/** Applications are known by such ids only. */
export const APPLICATION_IDS = {
  machine: '0b0d4c0e-52d4-4f0b-9a55-8f6a1c7e2d01',
  'other-machine': '0b0d4c0e-52d4-4f0b-9a55-8f6a1c7e2d02',
  'key-machine': '0b0d4c0e-52d4-4f0b-9a55-8f6a1c7e2d03',
  person: '0b0d4c0e-52d4-4f0b-9a55-8f6a1c7e2d04',
} as const;

const NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries(APPLICATION_IDS).map(([name, id]) => [id, name]),
);

const OF_OPENID: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];

/**
 * As Microsoft Entra ID is where a client has to adapt to it: scopes name their API in full, a machine asks for
 * `/.default`, PKCE is not advertised, nobody registers, and the one document is that of OpenID Connect.
 */
export function likeEntra(parts: ServerParts, { path, resources }: ServerContext): ServerParts {
  const shortOf = (scope: string): string | undefined => {
    if (OF_OPENID.includes(scope)) return scope;
    const [api = ''] = resources;
    return scope.startsWith(`${api}/`) ? scope.slice(api.length + 1) : undefined;
  };
  const isNamed = (scope: string | undefined): scope is string => scope !== undefined && scope !== '.default';
  return {
    ...parts,
    metadata: () => undefined,
    openidConfiguration: () => adapted(parts.openidConfiguration()),
    openidPaths: () => [`${path}/.well-known/openid-configuration`],
    findClient: (id) => {
      const client = parts.findClient(NAMES.get(id) ?? '');
      return client && { ...client, id };
    },
    acceptsScope: (scope, client) => {
      const short = shortOf(scope);
      if (OF_OPENID.includes(scope)) return client.grants.includes('authorization_code');
      return short === '.default' || (short !== undefined && parts.acceptsScope(short, client));
    },
    grantedScopes: (asked, client) => parts.grantedScopes(asked.map(shortOf).filter(isNamed), client),
    refreshedScopes: (granted, asked) =>
      parts.refreshedScopes(
        granted,
        asked?.map((scope) => shortOf(scope) ?? scope),
      ),
    acceptsRedirectUri: (client, asked) =>
      parts.acceptsRedirectUri(client, asked.replace(/^http:\/\/localhost(?=[:/])/, 'http://127.0.0.1')),
  };
}

function adapted(document: Document | undefined): Document | undefined {
  if (document === undefined) return undefined;
  const {
    code_challenge_methods_supported: _pkce,
    registration_endpoint: _registration,
    client_id_metadata_document_supported: _documents,
    ...rest
  } = document;
  return rest;
}
