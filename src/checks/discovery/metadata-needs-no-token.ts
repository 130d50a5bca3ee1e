import type { Check } from '../check.ts';
import { notDiscovered } from '../discovered.ts';
import { describeDocument, type PublishedDocument, publishedDocuments } from '../resource-documents.ts';
import { SERVER_DISCOVERY } from '../sources.ts';

export const metadataNeedsNoToken: Check<readonly PublishedDocument[]> = {
  id: 'discovery/metadata-needs-no-token',
  title: 'lets everybody read its metadata',
  level: 'MUST',
  spec: [...SERVER_DISCOVERY, 'derived from RFC 9728 §3.1'],
  revisions: { since: '2025-06-18' },
  per: 'target',
  passes:
    'A GET without a token is not refused with 401 or 403 where clients have to look: at the URL that the challenge names, else at a well-known location.',
  fails:
    'A refusal at the URL of the challenge fails, and so does one at a well-known location when no other has the metadata. A refusal at the first well-known location is a warning where the second has it.',
  fix: 'Take `/.well-known/oauth-protected-resource` and what is below it out of the token gate and out of the rules of firewall and CDN.',
  unmet: notDiscovered,
  observe: publishedDocuments,
  judge: (documents) => {
    const exchanges = documents.map(({ exchange }) => exchange);
    const isFound = documents.some(({ document }) => document !== null);
    const closed = documents.filter(({ status }) => status === 401 || status === 403);
    const [first] = documents;
    const decisive = isFound ? closed.filter((one) => one === first) : closed;
    if (decisive.length === 0 && isFound)
      return { verdict: 'pass', message: 'The metadata can be read without a token.', exchanges };
    if (decisive.length === 0)
      return { verdict: 'skip', message: 'There is no protected resource metadata to read.', exchanges };
    const list = decisive.map((one) => `${one.url} answered ${describeDocument(one)}`).join('; ');
    const isFallback = isFound && first?.places.includes('named') !== true;
    return {
      verdict: isFallback ? 'warn' : 'fail',
      message: `The metadata was asked for without a token, as clients have to: ${list}; 200 was expected.`,
      exchanges,
      ...(decisive[0] === undefined ? {} : { shown: decisive[0].exchange }),
    };
  },
};
