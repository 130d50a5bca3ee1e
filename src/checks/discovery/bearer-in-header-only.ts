import { quoteAll } from '../../token/index.ts';
import { resourceDocumentCheck, textsOf } from '../resource-documents.ts';

export const bearerInHeaderOnly = resourceDocumentCheck({
  id: 'discovery/bearer-in-header-only',
  title: 'offers to take tokens in the Authorization header, and not in the query',
  level: 'SHOULD',
  spec: [
    'RFC 9728 §2',
    'MCP 2026-07-28 authorization, Token Requirements',
    'MCP 2025-11-25 authorization, Token Requirements',
  ],
  passes: '`bearer_methods_supported` is absent, or has `header` and not `query`.',
  fails:
    'A list without `header`, with `query`, or something that is no list is a warning: MCP clients send the token in the header and never in the URL.',
  cannotKnow: 'Whether the endpoint does what it says; other checks send tokens in other places.',
  fix: 'Set `bearer_methods_supported` to `["header"]`.',
  judge: ({ published: { document } }) => {
    const methods = document?.bearer_methods_supported;
    if (methods === undefined)
      return { verdict: 'pass', message: 'The metadata says nothing of bearer_methods_supported.' };
    const listed = textsOf(methods);
    const list = `bearer_methods_supported is ${listed === undefined ? 'no list of strings' : quoteAll(listed)}`;
    if (listed?.includes('query'))
      return {
        verdict: 'warn',
        message: `${list}; tokens must not be in a URL, so "query" was not expected.`,
      };
    return listed?.includes('header')
      ? { verdict: 'pass', message: `${list}.` }
      : { verdict: 'warn', message: `${list}; "header" was expected, which MCP clients use.` };
  },
});
