import { quoteAll } from '../../token/index.ts';
import { listed, serverMetadataCheck } from '../server-metadata.ts';

const MEMBER = '`code_challenge_methods_supported`';

export const serverAdvertisesS256 = serverMetadataCheck({
  id: 'discovery/server-advertises-s256',
  title: 'names an authorization server that says that it does PKCE with S256',
  level: 'MUST',
  spec: [
    'MCP 2026-07-28 authorization security considerations, Authorization Code Protection',
    'MCP 2025-11-25 authorization, Authorization Code Protection',
    'RFC 8414 §2',
  ],
  revisions: { since: '2025-11-25' },
  passes: 'The metadata lists `S256` in `code_challenge_methods_supported`, and not `plain`.',
  fails:
    'The member or `S256` is missing: fail, because clients must refuse to go on; a provider that does PKCE and never publishes it (Entra ID): info. `plain` beside it: warn.',
  cannotKnow:
    'Whether the server really checks the code verifier; the checks of the token endpoint ask that.',
  fix: 'List `S256`, and only that, in `code_challenge_methods_supported`: turn PKCE on for the server, or publish the member through the metadata settings. Where the provider leaves it out for good, name a client that goes on without it.',
  unmet: ({ hasCodeFlow }) =>
    hasCodeFlow
      ? undefined
      : 'Nobody signs in at this authorization server, so there is nothing for PKCE to protect.',
  judge: ({ document, url, provider }) => {
    const methods = listed(document, 'code_challenge_methods_supported');
    if (methods === undefined && provider.pkceUnadvertised)
      return {
        verdict: 'info',
        message: `The metadata at ${url} has no ${MEMBER}: ${provider.title} does PKCE with S256 and never says so, and nobody who uses it can change that. Clients that follow the letter refuse it.`,
      };
    if (methods?.includes('S256') !== true)
      return {
        verdict: 'fail',
        message: `${methods === undefined ? `The metadata at ${url} has no ${MEMBER}` : `${MEMBER} at ${url} is ${quoteAll(methods)}`}; S256 was expected, and conforming clients refuse to go on without it.`,
      };
    return methods.includes('plain')
      ? {
          verdict: 'warn',
          message: `${MEMBER} at ${url} is ${quoteAll(methods)}: with plain, whoever sees the authorization request can redeem the code.`,
        }
      : { verdict: 'pass', message: `${MEMBER} at ${url} is ${quoteAll(methods)}.` };
  },
});
