import { quoteAll } from '../../token/index.ts';
import { resourceDocumentCheck, textsOf } from '../resource-documents.ts';
import { REFRESH_TOKENS, SCOPE_SELECTION } from '../sources.ts';

export const scopesAreMinimal = resourceDocumentCheck({
  id: 'discovery/scopes-are-minimal',
  title: 'lists the few scopes that basic use needs',
  level: 'SHOULD',
  spec: [...SCOPE_SELECTION, ...REFRESH_TOKENS, 'MCP security best practices, Scope Minimization'],
  revisions: { since: '2025-11-25' },
  passes:
    '`scopes_supported` lists scopes, none of them a catch-all (`*`, `all`, `full-access`), and not `offline_access`.',
  fails:
    '`offline_access` is a warning for revision 2026-07-28. No list, an empty one and a catch-all are for information. It need not have anything in common with the scopes of the challenge.',
  cannotKnow: 'Whether the listed scopes are the smallest set that will do.',
  fix: 'List in `scopes_supported` what a client needs for a start, each scope for one thing; ask for more in the challenge of the request that needs it.',
  judge: ({ published: { document }, revisions = [] }) => {
    const scopes = textsOf(document?.scopes_supported);
    if (scopes === undefined || scopes.length === 0)
      return {
        verdict: 'info',
        message:
          'The metadata has no list of scopes_supported; a client that gets no scope in the challenge then asks for none.',
      };
    const list = `scopes_supported is ${quoteAll(scopes)}`;
    if (scopes.includes('offline_access') && revisions.includes('2026-07-28'))
      return {
        verdict: 'warn',
        message: `${list}; \`offline_access\` is no scope of the resource and was expected to be left out.`,
      };
    const broad = scopes.filter((scope) => CATCH_ALL.test(scope));
    return broad.length === 0
      ? { verdict: 'pass', message: `${list}.` }
      : {
          verdict: 'info',
          message: `${list}; ${quoteAll(broad)} gives everything at once, so that a stolen token can do everything.`,
        };
  },
});

const CATCH_ALL = /^(?:.*[:./])?\*$|^(?:all|full[-_.]?access)$/i;
