import type { Check } from '../check.ts';
import { notDiscovered } from '../discovered.ts';
import { describeDocument, documentAt, type PublishedDocument } from '../resource-documents.ts';
import { SERVER_DISCOVERY } from '../sources.ts';

export const metadataAtPath: Check<PublishedDocument> = {
  id: 'discovery/metadata-at-path',
  title: "has its metadata at the well-known location with the endpoint's path",
  level: 'MAY',
  spec: [...SERVER_DISCOVERY, 'RFC 9728 §3.1'],
  revisions: { since: '2025-06-18' },
  per: 'target',
  passes:
    "`/.well-known/oauth-protected-resource` with the endpoint's path behind it answers 200 with a JSON object.",
  fails:
    'Anything else is for information: it is one of the places where the metadata may stand, and the first that a client tries which got no `resource_metadata`.',
  fix: "Serve the metadata at `/.well-known/oauth-protected-resource<path of the endpoint>`, too, also where a proxy hands on nothing but the endpoint's own path.",
  unmet: notDiscovered,
  observe: (context) => documentAt(context, 'path'),
  judge: (published) => ({
    verdict: published.document === null ? 'info' : 'pass',
    message:
      published.document === null
        ? `${published.url} answered ${describeDocument(published)}; clients that get no resource_metadata look there first.`
        : `The metadata is at ${published.url}.`,
    exchanges: [published.exchange],
  }),
};
