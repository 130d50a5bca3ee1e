import { GARBAGE_TOKEN } from '../../token/index.ts';
import { withoutToken } from '../bad-tokens.ts';
import type { Check, CheckContext } from '../check.ts';
import { present } from '../forged.ts';
import { differInWords, type Elsewhere, judgeElsewhere } from '../token-elsewhere.ts';

export const ignoresTokenInQuery: Check<Elsewhere> = {
  id: 'endpoint/ignores-token-in-query',
  title: 'does not read a token in the query',
  level: 'SHOULD',
  spec: ['derived from MCP 2026-07-28 authorization, Token Requirements', 'RFC 6750 §5.3', 'RFC 9700 §4.3.2'],
  per: 'era',
  part: 'negative',
  passes:
    'A request is sent with `?access_token=` and garbage, and one without. Both have to be refused with the same error: then nobody looked at the query. A real token is never put there.',
  fails:
    'Another error, or a server error, is a warning: the query is read, and tokens in addresses end up in logs and histories. Letting it in fails and is critical.',
  cannotKnow:
    'Whether a good token in the query is taken by a server that answers garbage and nothing alike.',
  fix: "Take tokens from the `Authorization` header alone: switch off the query parameter `access_token` in the middleware's settings.",
  observe: async (context) => {
    const { answer: without } = await withoutToken(context);
    const { answer } = await present(context, 'a token in the query', { url: withQuery(context) });
    const seen = { where: 'in the query', without, with: answer };
    if (!differInWords(without, answer)) return seen;
    return { ...seen, again: (await present(context, 'a request without a token', {})).answer };
  },
  judge: judgeElsewhere,
};

function withQuery({ evidence }: CheckContext): string {
  const url = new URL(evidence.target.url);
  url.searchParams.set('access_token', GARBAGE_TOKEN);
  return url.href;
}
