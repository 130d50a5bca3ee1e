import type { KnownRule } from '../../known-rule.ts';
import { found, isEntra, quote } from '../../look.ts';
import { metadataToServe } from './lines-to-serve.ts';
import { MATCHES, namedResource } from './named-resource.ts';

export const resourceIsAppIdUri: KnownRule = {
  code: 'discovery/resource-is-app-id-uri',
  leg: 'discovery',
  checks: [MATCHES, 'discovery/resource-is-canonical'],
  about: {
    title: 'The metadata names the audience of the tokens where the URL of the endpoint belongs.',
    cause: 'resource is api://… or another name that is no URL; clients compare it with the URL they called.',
    fix: 'Write the URL of the endpoint into resource; the App ID URI belongs into the scopes.',
  },
  diagnose: (symptoms) => {
    const named = namedResource(symptoms);
    if (named === undefined || named.differs !== 'name') return [];
    const { resource, endpoint, at, results } = named;
    const isAppIdUri = /^api:/i.test(resource ?? '') || isEntra(symptoms);
    return [
      found(
        `The metadata names ${isAppIdUri ? 'the App ID URI' : 'an identifier that is no URL'} where the URL of the endpoint belongs, and clients refuse that.`,
        `"resource" in ${at} is ${quote(resource)}; the endpoint is ${quote(endpoint)}. Clients compare the two (RFC 9728 §3.3); the audience of the tokens is another matter.`,
        isAppIdUri
          ? 'Write the URL of the endpoint into "resource"; the App ID URI stays where it is, in front of the scopes and under Expose an API. (An App ID URI that is the URL itself needs a verified domain of the tenant.) It must say:'
          : 'Write the URL of the endpoint into "resource"; the audience is set at the authorization server and at the server. It must say:',
        { results, paste: [metadataToServe(symptoms)] },
      ),
    ];
  },
};
