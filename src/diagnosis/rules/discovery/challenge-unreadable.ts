import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found, quote } from '../../look.ts';
import { challengeToServe } from './lines-to-serve.ts';

const CHECK = 'discovery/challenge-is-well-formed';

export const challengeUnreadable: KnownRule = {
  code: 'discovery/challenge-unreadable',
  leg: 'discovery',
  checks: [CHECK],
  explains: [
    'discovery/challenge-leads-nowhere',
    'discovery/challenge-without-metadata',
    'token/scopes-missing',
    'session/insufficient-scope',
  ],
  about: {
    title: 'The Bearer challenge breaks the grammar, so many clients read nothing in it.',
    cause:
      'Values without quotation marks, quotation marks that are not closed, no parameter at all, or one twice.',
    fix: 'Write Bearer name="value", name="value": commas between, every value in quotation marks.',
  },
  diagnose: (symptoms) => {
    const results = failedIds(symptoms, ({ id }) => id === CHECK || id.startsWith('discovery/challenge-'));
    if (!results.includes(CHECK)) return [];
    const lines = (symptoms.evidence.discovery?.answers ?? []).flatMap((answer) => answer.wwwAuthenticate);
    const line = lines.find((one) => /\b(?:bearer|dpop)\b/i.test(one));
    if (line === undefined) return [];
    return [
      found(
        'The Bearer challenge cannot be read: many clients find nothing in it.',
        `WWW-Authenticate is ${quote(line)}. RFC 9110 §11.6.1 wants the scheme, a blank, and name="value" pairs with commas between; each name once, URLs always in quotation marks.`,
        'Let every 401 say, quotation marks included (in shell and YAML settings they are easily lost):',
        { results, paste: [challengeToServe(symptoms)] },
      ),
    ];
  },
};
