import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { metadataToServe } from './lines-to-serve.ts';
import { butElsewhere, unreadable } from './unreadable.ts';

export const metadataFails: KnownRule = {
  code: 'discovery/metadata-fails',
  leg: 'discovery',
  checks: ['discovery/protected-resource-metadata-found'],
  about: {
    title: 'The server fails when it is asked for its protected resource metadata.',
    cause: 'The route exists and breaks, or the gateway has no server for it.',
    fix: "Look into the server's log for that request; a setting such as the issuer is often missing.",
  },
  diagnose: (symptoms) => {
    const place = unreadable(symptoms);
    if (place === undefined || place.tried.status === null || place.tried.status < 500) return [];
    const { tried, severity, results } = place;
    return [
      found(
        `The protected resource metadata answers ${tried.status}: the server fails when it is asked for it.`,
        `${quote(tried.url)} answered ${tried.status}, while the endpoint itself answers. The official SDKs stop at such an answer and look nowhere else.${butElsewhere(place)}`,
        'Look into the log of the server for that request: a variable that the document is built from is often not set (OAUTH_ISSUER, OAUTH_AUDIENCE, the public URL), or the gateway has no route to the server for /.well-known/. It must answer 200 with:',
        { severity, results, paste: [metadataToServe(symptoms)] },
      ),
    ];
  },
};
