import type { KnownRule } from '../../known-rule.ts';
import { found, metadataUrl, quote } from '../../look.ts';

export const legacyFallback: KnownRule = {
  code: 'discovery/legacy-fallback',
  leg: 'discovery',
  about: {
    title: 'The endpoint is taken for its own authorization server, as in revision 2025-03-26.',
    cause: 'It publishes no protected resource metadata; clients of later revisions ask nobody then.',
    fix: 'Publish protected resource metadata that names the authorization server.',
  },
  diagnose: ({ evidence: { discovery, target } }) => {
    if (discovery?.legacyFallback === undefined) return [];
    const where =
      discovery.legacyFallback === 'metadata'
        ? `by the metadata at ${quote(discovery.authorizationServerMetadata?.url ?? '')}`
        : 'at the default paths /authorize, /token and /register, because it publishes no metadata at all';
    return [
      found(
        'Only clients of revision 2025-03-26 find the authorization server.',
        `The endpoint publishes no protected resource metadata, so its origin was taken for the authorization server, ${where}. Clients of 2025-06-18 and later ask nobody then.`,
        `Publish ${metadataUrl(target.url)} with "resource": "${target.url}" and "authorization_servers": ["${discovery.issuer ?? ''}"], and name it in the challenge's resource_metadata.`,
        { severity: 'warning' },
      ),
    ];
  },
};
