import type { Era, ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import type { Check, CheckContext, Judgement } from '../check.ts';
import { listIn, mayBeReadBy, ownOrigin, withoutToken } from './own-page.ts';

interface Seen {
  readonly origin: string;
  readonly asked: readonly string[];
  readonly preflight: ProbeAnswer;
  readonly refused: ProbeAnswer;
}

export const answersPreflight: Check<Seen> = {
  id: 'browser/answers-preflight',
  title: "answers a browser's preflight without a token and allows the headers that MCP needs",
  level: 'SHOULD',
  spec: [
    'Fetch standard, CORS-preflight fetch',
    'derived: browsers send no token with a preflight; MCP has no rule on CORS',
  ],
  per: 'era',
  passes:
    "OPTIONS is sent without a token with the server's own Origin and the headers of an MCP request. A status of 200 to 299 has to come back that allows the origin and each of the headers.",
  fails:
    'Where the server has CORS headers on its answers, a refused preflight or a header that is missing in it is a warning. A server without any CORS gets a note.',
  cannotKnow: 'Whether the server answers other origins differently from its own.',
  fix: 'Answer OPTIONS before the token is looked at, with Access-Control-Allow-Origin, and in Access-Control-Allow-Headers Authorization (which "*" does not include), Content-Type, MCP-Protocol-Version and, by revision, Mcp-Session-Id or Mcp-Method and Mcp-Name.',
  observe: async (context) => {
    const origin = ownOrigin(context);
    const asked = headersOf(context.era ?? 'legacy');
    const preflight = await sendPreflight(context, origin);
    return { origin, asked, preflight, refused: await withoutToken(context) };
  },
  judge: (seen) => ({
    ...judgePreflight(seen),
    exchanges: [seen.preflight.exchange, seen.refused.exchange],
    shown: seen.preflight.exchange,
  }),
};

/** What a browser sends before a request of a page of this origin: no token, and nothing of MCP. */
export function sendPreflight(context: CheckContext, origin: string): Promise<ProbeAnswer> {
  const { era = 'legacy', probe } = context;
  return probe({
    era,
    method: 'OPTIONS',
    headers: [
      ['MCP-Protocol-Version', ''],
      ['Origin', origin],
      ['Access-Control-Request-Method', 'POST'],
      ['Access-Control-Request-Headers', headersOf(era).join(',')],
    ],
    phase: 'check',
  });
}

function headersOf(era: Era): readonly string[] {
  const own = era === 'modern' ? ['mcp-method', 'mcp-name'] : ['mcp-session-id'];
  return ['authorization', 'content-type', 'mcp-protocol-version', ...own];
}

function judgePreflight({ origin, asked, preflight, refused }: Seen): Omit<Judgement, 'exchanges'> {
  const came = `A preflight of a page of ${origin} was answered ${describeAnswer(preflight)}`;
  const answered = preflight.status >= 200 && preflight.status < 300;
  if (!mayBeReadBy(origin, preflight) && !mayBeReadBy(origin, refused))
    return { verdict: 'info', message: `${came} without CORS headers: no page of another site can call it.` };
  if (!answered)
    return {
      verdict: 'warn',
      message: `${came}, although other answers have CORS headers: browsers send no token with it, and no page gets further; 204 was expected.`,
    };
  if (!mayBeReadBy(origin, preflight))
    return {
      verdict: 'warn',
      message: `${came} without Access-Control-Allow-Origin, which other answers have.`,
    };
  const allowed = listIn(preflight, 'access-control-allow-headers');
  const missing = asked.filter((name) => !allowed.includes(name) && !isWild(name, preflight));
  return missing.length === 0
    ? { verdict: 'pass', message: `${came} and allows ${asked.join(', ')}.` }
    : {
        verdict: 'warn',
        message: `${came}; Access-Control-Allow-Headers lacks ${missing.join(', ')}, so that browsers do not send the request.`,
      };
}

/** `*` allows every header but Authorization, and none where credentials are allowed (Fetch). */
function isWild(name: string, preflight: ProbeAnswer): boolean {
  if (name === 'authorization') return false;
  const credentials = listIn(preflight, 'access-control-allow-credentials').includes('true');
  return !credentials && listIn(preflight, 'access-control-allow-headers').includes('*');
}
