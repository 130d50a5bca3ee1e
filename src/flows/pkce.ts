import { TokenError } from '../errors.ts';
import type { FlowContext } from './flow.ts';
import type { PinnedServer } from './pinning.ts';

/**
 * Refuses an authorization server that does not say it can do PKCE with S256 (MCP 2025-11-25, authorization
 * code protection), save a provider that is known to do it in silence, and an endpoint of revision 2025-03-26,
 * which demands PKCE of every client and of the metadata nothing.
 * @throws TokenError `pkce.unsupported`
 */
export function requirePkce(
  { profile, target, discovery }: FlowContext,
  { issuer, metadata }: PinnedServer,
): void {
  const methods: unknown = metadata.code_challenge_methods_supported;
  if (methods === undefined && discovery.legacyFallback !== undefined) return;
  if (Array.isArray(methods) ? methods.includes('S256') : profile.pkceUnadvertised) return;
  const found = Array.isArray(methods) ? 'lists others' : 'is absent';
  throw new TokenError(
    'pkce.unsupported',
    `${issuer} does not offer PKCE with S256: code_challenge_methods_supported ${found}. Nothing was sent.`,
    {
      target: target.name,
      phase: 'authorization',
      hint: 'MCP clients must refuse such a server: have it publish code_challenge_methods_supported with S256.',
    },
  );
}
