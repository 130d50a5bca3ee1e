import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { metadataToServe } from './lines-to-serve.ts';
import { MATCHES, type NamedResource, namedResource } from './named-resource.ts';

export const resourceMismatch: KnownRule = {
  code: 'discovery/resource-mismatch',
  leg: 'discovery',
  checks: [MATCHES],
  about: {
    title: 'The protected resource metadata is about another resource.',
    cause: 'Its resource is not the URL of the endpoint: another host, port or path, or none at all.',
    fix: 'Set resource to the public URL of the endpoint, character for character.',
  },
  diagnose: (symptoms) => {
    const named = namedResource(symptoms);
    const words = named === undefined ? undefined : WORDS[named.differs];
    if (named === undefined || words === undefined) return [];
    const { resource, endpoint, at, results } = named;
    const [summary, fix] = words;
    return [
      found(
        summary,
        `"resource" in ${at} is ${resource === undefined ? 'missing' : quote(resource)}; the endpoint is ${quote(endpoint)}. Clients must not use metadata of another resource (RFC 9728 §3.3).`,
        `${fix} It must say:`,
        { results, paste: [metadataToServe(symptoms)] },
      ),
    ];
  },
};

/** Other differences have rules of their own. */
const WORDS: { readonly [difference in NamedResource['differs']]?: readonly [summary: string, fix: string] } =
  {
    missing: [
      'The protected resource metadata does not say which resource it is about.',
      'Add "resource" with the URL that clients call.',
    ],
    host: [
      'The protected resource metadata is about another resource.',
      'Set "resource" to the URL that clients call: a setting of another environment was taken along, or the server does not know its public URL behind the gateway.',
    ],
    port: [
      'The protected resource metadata names another port than the one that clients call.',
      'Give the server its public URL: it names the port that it listens at, behind the proxy or the container.',
    ],
    case: [
      'The protected resource metadata spells the path in other letters than clients do.',
      'Write "resource" in the same upper and lower case as the URL that clients call; paths are compared as they are.',
    ],
    path: [
      'The protected resource metadata names another path, or another query, than clients call.',
      'Set "resource" to the URL that clients call, with its whole path; a gateway that adds or removes a prefix makes the server name the inner one.',
    ],
  };
