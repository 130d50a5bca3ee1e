import type { KnownRule } from '../../known-rule.ts';
import { found, metadataUrl, quote } from '../../look.ts';
import { challengeToServe } from './lines-to-serve.ts';
import { isAbsent, unreadable } from './unreadable.ts';

export const challengeLeadsNowhere: KnownRule = {
  code: 'discovery/challenge-leads-nowhere',
  leg: 'discovery',
  checks: ['discovery/challenge-names-resource-metadata'],
  about: {
    title: 'The challenge names a URL at which there is no metadata.',
    cause: 'The path in resource_metadata is not the one that the document is served at.',
    fix: 'Name in resource_metadata the URL at which the document is.',
  },
  diagnose: (symptoms) => {
    const place = unreadable(symptoms);
    if (place === undefined || !place.isNamed || place.elsewhere === undefined) return [];
    const { tried, elsewhere, results } = place;
    if (!isAbsent(tried.status) && tried.status !== null) return [];
    const right = metadataUrl(symptoms.evidence.target.url);
    return [
      found(
        'The challenge leads clients to a place where there is no metadata.',
        `resource_metadata of the challenge is ${quote(tried.url)}, which answered ${tried.outcome}; the metadata is at ${quote(elsewhere)}. Most clients follow the challenge and look nowhere else.`,
        elsewhere === right
          ? 'Let every 401 name the place where the document is:'
          : `Serve the document at ${right}, and let every 401 name that place:`,
        { results, paste: [challengeToServe(symptoms)] },
      ),
    ];
  },
};
