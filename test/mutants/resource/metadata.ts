import { PROOF_ALGORITHMS } from '../proof.ts';
import type { MetadataParts, ResourceContext } from './parts.ts';

export const wellKnown = '/.well-known/oauth-protected-resource';

/** RFC 9728 §3: the document stands where the path is inserted; the root is no resource of this server. */
export function correctMetadata(context: ResourceContext): MetadataParts {
  const { pathname } = new URL(context.url);
  return {
    isEndpoint: (path) => path === pathname,
    metadataDocument: (path) =>
      path === wellKnown + pathname
        ? {
            resource: context.url,
            authorization_servers: [context.issuer],
            scopes_supported: context.scopes,
            bearer_methods_supported: ['header'],
            resource_name: 'Calculator',
            ...(context.dpop ? { dpop_signing_alg_values_supported: PROOF_ALGORITHMS } : {}),
          }
        : undefined,
    metadataStatus: () => 200,
    metadataHeaders: () => ({
      'content-type': 'application/json',
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET',
      'access-control-allow-headers': 'MCP-Protocol-Version',
    }),
  };
}
