import type { GrantParts } from './parts.ts';
import type { ServerContext } from './state.ts';

const GRANTS: readonly string[] = ['authorization_code', 'client_credentials', 'refresh_token'];

/** RFC 6749 §3.3 and RFC 8707. */
export function correctGrants({ resources, scopes }: ServerContext): GrantParts {
  return {
    supportsGrant: (grantType) => GRANTS.includes(grantType),
    allowsGrant: ({ grants }, grantType) => grants.includes(grantType),
    acceptsResource: (resource, granted = resources) =>
      resources.includes(resource) && granted.includes(resource),
    audienceOf: (asked, granted = resources.slice(0, 1)) =>
      asked.length > 0 ? [...new Set(asked)] : granted,
    acceptsScope: (scope, client) => scopes.includes(scope) && client.scopes.includes(scope),
    grantedScopes: (asked, client) =>
      asked.length > 0
        ? [...new Set(asked)]
        : ['calculator.add', 'calculator.subtract'].filter((scope) => client.scopes.includes(scope)),
  };
}
