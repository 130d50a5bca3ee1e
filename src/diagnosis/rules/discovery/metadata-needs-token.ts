import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { metadataToServe } from './lines-to-serve.ts';
import { butElsewhere, unreadable } from './unreadable.ts';

export const metadataNeedsToken: KnownRule = {
  code: 'discovery/metadata-needs-token',
  leg: 'discovery',
  checks: ['discovery/metadata-needs-no-token'],
  about: {
    title: 'The protected resource metadata asks for a token.',
    cause: 'The token gate, a gateway or a firewall stands before /.well-known/, too.',
    fix: 'Exempt /.well-known/oauth-protected-resource and everything below it from authentication.',
  },
  diagnose: (symptoms) => {
    const place = unreadable(symptoms);
    if (place === undefined || (place.tried.status !== 401 && place.tried.status !== 403)) return [];
    const { tried, severity, results } = place;
    return [
      found(
        'The protected resource metadata asks for a token, and without it no client knows where to get one.',
        `A GET of ${quote(tried.url)} without a token was answered ${tried.status}; RFC 9728 §3 wants it open to everybody.${butElsewhere(place)}`,
        'Exempt /.well-known/oauth-protected-resource and everything below it from authentication: in the token middleware of the server, and in the rules of gateway, App Service or firewall. It must answer 200 with:',
        {
          severity,
          results,
          paste: [metadataToServe(symptoms)],
          look: `What answers there: the Server and Via headers of the ${tried.status}${place.answer?.from === undefined ? '' : ` (here ${quote(place.answer.from)})`}.`,
        },
      ),
    ];
  },
};
