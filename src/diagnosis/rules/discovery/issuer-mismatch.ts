import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedIds, failedSteps, found, quote, quoteAll } from '../../look.ts';
import { metadataToServe } from './lines-to-serve.ts';

const CHECK = 'discovery/issuer-is-exact';

export const issuerMismatch: KnownRule = {
  code: 'issuer/mismatch',
  leg: 'discovery',
  checks: [CHECK],
  explains: ['token/of-another-server'],
  about: {
    title: 'The authorization server has another name than it is called by.',
    cause: "Its metadata, the endpoint's metadata and the pin do not have the same issuer.",
    fix: 'Write the same issuer everywhere; at Entra ID with the tenant GUID.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'issuer.mismatch');
    const failed = failedIds(symptoms, (result) => result.id === CHECK);
    if (error === undefined && failed.length === 0) return [];
    const { discovery, target } = symptoms.evidence;
    const own = discovery?.authorizationServerMetadata?.document.issuer;
    const named = discovery?.authorizationServers ?? [];
    const facts = [
      ...(target.issuer === undefined ? [] : [`pinned is ${quote(target.issuer)}`]),
      `the endpoint names ${quoteAll(named)}`,
      `the authorization server calls itself ${quote(own ?? 'nothing')}`,
    ];
    const isEndpoints = own !== undefined && named.length > 0 && !named.includes(own);
    return [
      found(
        'The authorization server has another name than it is called by.',
        `${error === undefined ? '' : `${error.message} `}Compared: ${facts.join('; ')}. Clients compare them character for character (RFC 8414 §3.3).`,
        'Write the same issuer everywhere: in authorization_servers of the protected resource metadata, and in --issuer. At Entra ID use the tenant GUID, not a domain, common or organizations.',
        {
          results: [...failed, ...(error === undefined ? [] : failedSteps(symptoms))],
          ...(isEndpoints ? { paste: [metadataToServe(symptoms)] } : {}),
        },
      ),
    ];
  },
};
