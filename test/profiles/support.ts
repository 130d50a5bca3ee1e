import type {
  AuthorizationServerMetadata,
  Discovery,
  ProtectedResourceMetadata,
  Target,
} from '../../src/types.ts';
import { discoveryOf, located } from '../flows/world.ts';

export const TENANT = '0f1e2d3c-1111-4222-8333-444455556666';
export const API = 'aaaabbbb-1111-4222-8333-444455556666';
export const CLIENT = 'ccccdddd-1111-4222-8333-444455556666';

export const targetOf = (parts: Partial<Target> = {}): Target =>
  ({ name: 'x', url: 'https://mcp.example.com/mcp', allowedOrigins: [], headers: [], ...parts }) as Target;

/** What an endpoint and its authorization server say, as far as a profile looks at it. */
export const discoveryWith = (
  parts: { challenge?: string; prm?: ProtectedResourceMetadata; as?: AuthorizationServerMetadata } = {},
): Discovery =>
  discoveryOf(parts.as, {
    challenge:
      parts.challenge === undefined ? null : { scheme: 'Bearer', parameters: { scope: parts.challenge } },
    protectedResourceMetadata: parts.prm === undefined ? null : located(parts.prm),
  });
