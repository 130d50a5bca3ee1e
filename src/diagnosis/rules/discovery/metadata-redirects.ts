import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { metadataToServe } from './lines-to-serve.ts';
import { butElsewhere, isRedirect, unreadable } from './unreadable.ts';

export const metadataRedirects: KnownRule = {
  code: 'discovery/metadata-redirects',
  leg: 'discovery',
  checks: ['discovery/protected-resource-metadata-found'],
  about: {
    title: 'The protected resource metadata is redirected to somewhere else.',
    cause: 'A sign-in for browsers or a redirect to another host answers /.well-known/.',
    fix: 'Exempt /.well-known/ from the sign-in, or serve the document on the host of the endpoint.',
  },
  diagnose: (symptoms) => {
    const place = unreadable(symptoms);
    if (place === undefined || !isRedirect(place.tried)) return [];
    const { tried, answer, severity, results } = place;
    const where = answer?.location === undefined ? 'elsewhere' : `to ${quote(answer.location)}`;
    return [
      found(
        'The protected resource metadata is redirected away, and clients do not follow.',
        `${quote(tried.url)} redirects ${where}, which is no place that a careful client follows to without knowing who answers there.${butElsewhere(place)}`,
        'If that is a sign-in page: exempt /.well-known/ from the sign-in of gateway or App Service. If the server moved: serve the document on the host of the endpoint, without a redirect. It must answer 200 with:',
        { severity, results, paste: [metadataToServe(symptoms)] },
      ),
    ];
  },
};
