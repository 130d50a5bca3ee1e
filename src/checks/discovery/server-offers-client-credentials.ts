import { quoteAll } from '../../token/index.ts';
import type { AuthorizationServerMetadata } from '../../types.ts';
import { givenBy, listed, serverMetadataCheck } from '../server-metadata.ts';

export const serverOffersClientCredentials = serverMetadataCheck({
  id: 'discovery/server-offers-client-credentials',
  title: 'names an authorization server that says how machines get a token',
  level: 'SHOULD',
  spec: ['MCP extension OAuth Client Credentials, Server Metadata Requirements', 'RFC 8414 §2'],
  passes:
    'The metadata lists the grant `client_credentials` and an authentication of clients by `private_key_jwt` or `client_secret_basic`, with its signature algorithms for the former.',
  fails:
    'One of these is missing, although a machine asked for a token: warn; info at a provider whose metadata nobody can change.',
  fix: 'Publish `grant_types_supported` with `client_credentials`, `token_endpoint_auth_methods_supported` with `private_key_jwt` or `client_secret_basic`, and `token_endpoint_auth_signing_alg_values_supported`.',
  unmet: (_published, { evidence }) =>
    evidence.flows.some(({ request }) => request.flow === 'client_credentials')
      ? undefined
      : 'No machine asked for a token; add --flow client_credentials.',
  judge: ({ document, url, provider }) => {
    const gaps = gapsIn(document);
    if (gaps.length === 0)
      return {
        verdict: 'pass',
        message: `The metadata at ${url} lists client_credentials, with ${quoteAll(listed(document, METHODS) ?? [])}.`,
      };
    const found = `A machine asks for a token, and the metadata at ${url} ${gaps.join('; it ')}`;
    return provider.isGiven
      ? { verdict: 'info', message: `${found}: ${givenBy(provider)}.` }
      : { verdict: 'warn', message: `${found}.` };
  },
});

const METHODS = 'token_endpoint_auth_methods_supported';

/** Each a predicate about the metadata. An absent list has a default (RFC 8414 §2), which has no such grant. */
function gapsIn(document: AuthorizationServerMetadata): readonly string[] {
  const grants = listed(document, 'grant_types_supported');
  const methods = listed(document, METHODS);
  const algorithms = listed(document, 'token_endpoint_auth_signing_alg_values_supported') ?? [];
  const gaps: string[] = [];
  if (grants === undefined) gaps.push('has no `grant_types_supported`');
  else if (!grants.includes('client_credentials'))
    gaps.push(`lists the grants ${quoteAll(grants)} and not client_credentials`);
  if (methods === undefined) gaps.push(`has no \`${METHODS}\``);
  else if (!methods.includes('private_key_jwt') && !methods.includes('client_secret_basic'))
    gaps.push(`lists ${quoteAll(methods)} and neither private_key_jwt nor client_secret_basic`);
  if (methods?.includes('private_key_jwt') === true && algorithms.length === 0)
    gaps.push('lists private_key_jwt without `token_endpoint_auth_signing_alg_values_supported`');
  return gaps;
}
