import { quote } from '../../token/index.ts';
import type { Check } from '../check.ts';
import { notDiscovered } from '../discovered.ts';
import { describeDocument, documentAt, type PublishedDocument } from '../resource-documents.ts';
import { SERVER_DISCOVERY } from '../sources.ts';

export const metadataAtRoot: Check<PublishedDocument> = {
  id: 'discovery/metadata-at-root',
  title: 'has metadata, or nothing, at the well-known location without a path',
  level: 'MAY',
  spec: [...SERVER_DISCOVERY, 'RFC 9728 §3.1'],
  revisions: { since: '2025-06-18' },
  per: 'target',
  // Without a path it is the same location as the one with the endpoint's path.
  concerns: ({ target }) => new URL(target.url).pathname !== '/',
  passes:
    '`/.well-known/oauth-protected-resource` at the origin answers 200 with a JSON object, or 404. A document there may name the origin as its `resource`: that is what it stands for.',
  fails:
    'Any other answer, such as a web page with status 200 or 401, is for information: clients come there last and cannot tell it from metadata that is broken.',
  fix: 'Answer 404 at `/.well-known/oauth-protected-resource`, or the metadata; keep catch-all pages and the token gate away from `/.well-known/`.',
  unmet: notDiscovered,
  observe: (context) => documentAt(context, 'root'),
  judge: (published) => {
    const { url, status, document, exchange } = published;
    const resource = document?.resource;
    if (document !== null)
      return {
        verdict: 'pass',
        message: `${url} has a document, about ${typeof resource === 'string' ? quote(resource) : 'no resource'}.`,
        exchanges: [exchange],
      };
    const isAbsent = status === 404 || status === 410;
    return {
      verdict: isAbsent ? 'pass' : 'info',
      message: `${url} answered ${describeDocument(published)}${isAbsent ? ': nothing is published there, which is fine' : '; a JSON object or 404 was expected'}.`,
      exchanges: [exchange],
    };
  },
};
