import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { answerOf } from './unreadable.ts';

export const metadataContentType: KnownRule = {
  code: 'discovery/metadata-content-type',
  leg: 'discovery',
  checks: ['discovery/metadata-is-json'],
  about: {
    title: 'The metadata comes with another content type than application/json.',
    cause: 'A file without extension or a text response serves it; strict clients do not read it as JSON.',
    fix: 'Send Content-Type: application/json with it.',
  },
  diagnose: (symptoms) => {
    const metadata = symptoms.evidence.discovery?.protectedResourceMetadata ?? null;
    const answer = metadata === null ? undefined : answerOf(symptoms, metadata.url);
    if (metadata === null || answer?.status !== 200) return [];
    if (answer.contentType === undefined || /^application\/json\b/i.test(answer.contentType)) return [];
    return [
      found(
        'The metadata comes with another content type than application/json.',
        `${metadata.url} answered with ${quote(answer.contentType)}. RFC 9728 §3.2 demands application/json, and strict clients do not read anything else.`,
        'Send this header with the document (a file without extension gets another by default):',
        { severity: 'warning', paste: [{ where: 'server', text: 'Content-Type: application/json' }] },
      ),
    ];
  },
};
