import { GARBAGE_TOKEN } from '../../token/index.ts';
import type { Check, CheckContext } from '../check.ts';
import { present } from '../forged.ts';
import { differInWords, type Elsewhere, judgeElsewhere } from '../token-elsewhere.ts';

export const rejectsTokenInBody: Check<Elsewhere> = {
  id: 'endpoint/rejects-token-in-body',
  title: 'rejects a form with a token in it',
  level: 'SHOULD',
  spec: ['derived from MCP 2026-07-28 authorization, Token Requirements', 'RFC 6750 §2.2'],
  per: 'era',
  part: 'negative',
  passes:
    'A form with `access_token=` and garbage is sent, and one without. Neither may be let in, and both have to be refused with the same error: then nobody looked into the form.',
  fails:
    'Letting the form in fails and is critical. Another error for the token, or a server error, is a warning: the form is read.',
  cannotKnow: 'Whether a good token in a form is taken by a server that answers garbage and nothing alike.',
  fix: "Take tokens from the `Authorization` header alone: switch off form parameters in the middleware's settings, and serve `application/json` alone.",
  observe: async (context) => {
    const empty = 'mcp-authcheck=1';
    const without = await form(context, empty);
    const garbage = await form(context, `${empty}&access_token=${GARBAGE_TOKEN}`);
    const seen = { where: 'in a form', without, with: garbage };
    return differInWords(without, garbage) ? { ...seen, again: await form(context, empty) } : seen;
  },
  judge: judgeElsewhere,
};

async function form(context: CheckContext, body: string) {
  const { answer } = await present(context, 'a form', {
    headers: [['Content-Type', 'application/x-www-form-urlencoded']],
    body,
  });
  return answer;
}
