import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { metadataToServe } from './lines-to-serve.ts';
import { MATCHES, namedResource } from './named-resource.ts';

export const resourceDiffersBySlash: KnownRule = {
  code: 'discovery/resource-differs-by-slash',
  leg: 'discovery',
  checks: [MATCHES],
  about: {
    title: 'The metadata names the endpoint with a slash too many or too few.',
    cause: 'A URL library or a base-URL setting added the slash; clients compare character for character.',
    fix: 'Write resource without the slash at the end, as clients type the URL.',
  },
  diagnose: (symptoms) => {
    const named = namedResource(symptoms);
    if (named === undefined || named.differs !== 'slash') return [];
    const { resource, endpoint, at, results } = named;
    const isExtra = resource?.endsWith('/') === true;
    return [
      found(
        `The metadata names the endpoint with a slash ${isExtra ? 'too many' : 'too few'}, and clients refuse that.`,
        `"resource" in ${at} is ${quote(resource)}; the endpoint is ${quote(endpoint)}. Clients compare the two character for character (RFC 9728 §3.3), and Entra ID compares the resource that they send the same way (AADSTS9010010).`,
        isExtra
          ? 'Write "resource" as plain text without the slash: URL libraries and base-URL settings add it. It must say:'
          : `Call the endpoint without the slash at the end (${resource}), or let the metadata say:`,
        { results, paste: [metadataToServe(symptoms)] },
      ),
    ];
  },
};
