import { quoteAll } from '../../token/index.ts';
import { givenBy, listed, serverMetadataCheck } from '../server-metadata.ts';

export const serverLeavesOutLegacyGrants = serverMetadataCheck({
  id: 'discovery/server-leaves-out-legacy-grants',
  title: 'names an authorization server that offers no grant which OAuth 2.1 dropped',
  level: 'INFO',
  spec: ['RFC 9700 §2.1.2', 'RFC 9700 §2.4', 'OAuth 2.1 (draft-ietf-oauth-v2-1-13) §10'],
  passes:
    'Neither `grant_types_supported` nor `response_types_supported` lists the implicit grant (`implicit`, the response type `token`) or the password grant.',
  fails:
    'One of them does: info, because no MCP client uses them, and whoever does exposes tokens or passwords.',
  fix: 'Turn the implicit grant and the password grant off at the authorization server.',
  judge: ({ document, url, provider }) => {
    const grants = (listed(document, 'grant_types_supported') ?? []).filter((grant) => LEGACY.has(grant));
    const types = (listed(document, 'response_types_supported') ?? []).filter((type) =>
      type.split(' ').includes('token'),
    );
    if (grants.length === 0 && types.length === 0)
      return { verdict: 'pass', message: `The metadata at ${url} lists no grant that OAuth 2.1 dropped.` };
    const found = [
      ...(grants.length > 0 ? [`the grants ${quoteAll(grants)}`] : []),
      ...(types.length > 0 ? [`the response types ${quoteAll(types)}`] : []),
    ].join(' and ');
    const why = provider.isGiven ? ` ${givenBy(provider)}.` : '';
    return {
      verdict: 'info',
      message: `The metadata at ${url} lists ${found}, which OAuth 2.1 dropped.${why}`,
    };
  },
});

const LEGACY: ReadonlySet<string> = new Set(['implicit', 'password']);
