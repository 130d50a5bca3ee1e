import { quoteAll } from '../../token/index.ts';
import { listed, type Published, serverMetadataCheck } from '../server-metadata.ts';

export const serverHasRequiredFields = serverMetadataCheck({
  id: 'discovery/server-has-required-fields',
  title: 'names an authorization server whose metadata has every member that clients need',
  level: 'MUST',
  spec: ['RFC 8414 §2', 'OpenID Connect Discovery 1.0 §3'],
  passes:
    'The metadata has `issuer`, `token_endpoint` and `response_types_supported`; where people sign in also `authorization_endpoint` and the response type `code`.',
  fails:
    'One of them is missing or of the wrong type: fail. A document at an OpenID Connect location that lacks what only OpenID Connect demands: warn, because common clients refuse to read it.',
  fix: 'Publish the missing members in the metadata document of the authorization server. Most products fill them in when their public base URL and the grant types are configured.',
  judge: (published) => {
    const missing = missingMembers(published);
    if (missing.length > 0)
      return {
        verdict: 'fail',
        message: `The metadata at ${published.url} lacks ${missing.join(', ')} (or it is of the wrong type).`,
      };
    const ofOpenId = missingForOpenId(published);
    return ofOpenId.length > 0
      ? {
          verdict: 'warn',
          message: `${published.url} is a location of OpenID Connect, which also demands ${quoteAll(ofOpenId)}; clients that read it as such refuse it.`,
        }
      : { verdict: 'pass', message: `The metadata at ${published.url} has every required member.` };
  },
});

function missingMembers({ document, hasCodeFlow }: Published): readonly string[] {
  const needed = ['issuer', 'token_endpoint', ...(hasCodeFlow ? ['authorization_endpoint'] : [])];
  const missing = needed
    .filter((name) => typeof document[name] !== 'string' || document[name] === '')
    .map((name) => `\`${name}\``);
  const types = listed(document, 'response_types_supported');
  if (types === undefined) return [...missing, '`response_types_supported`'];
  return hasCodeFlow && !types.includes('code')
    ? [...missing, '`code` in `response_types_supported`']
    : missing;
}

/** RFC 8414 §5: a server that is no OpenID provider may publish there, too. */
function missingForOpenId({ document, url }: Published): readonly string[] {
  if (!url.includes('/.well-known/openid-configuration')) return [];
  const demanded = ['jwks_uri', 'subject_types_supported', 'id_token_signing_alg_values_supported'];
  return demanded.filter((name) => document[name] === undefined);
}
