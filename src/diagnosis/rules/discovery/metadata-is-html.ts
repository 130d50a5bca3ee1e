import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { metadataToServe } from './lines-to-serve.ts';
import { butElsewhere, isPage, unreadable } from './unreadable.ts';

export const metadataIsHtml: KnownRule = {
  code: 'discovery/metadata-is-html',
  leg: 'discovery',
  checks: ['discovery/protected-resource-metadata-found'],
  about: {
    title: 'A web page stands where the protected resource metadata belongs.',
    cause: 'A catch-all route of a web application, or a sign-in page, answers /.well-known/ with 200.',
    fix: 'Route /.well-known/oauth-protected-resource to the MCP server, before the catch-all.',
  },
  diagnose: (symptoms) => {
    const place = unreadable(symptoms);
    if (place === undefined || !isPage(place)) return [];
    const { tried, severity, results } = place;
    return [
      found(
        'A web page stands where the protected resource metadata belongs.',
        `${quote(tried.url)} answered 200 with HTML; a JSON object was expected.${butElsewhere(place)}`,
        'Route /.well-known/oauth-protected-resource to the MCP server, before the catch-all route (try_files, "navigation fallback", the index.html rewrite) or the sign-in that answers now. It must answer as application/json:',
        { severity, results, paste: [metadataToServe(symptoms)] },
      ),
    ];
  },
};
