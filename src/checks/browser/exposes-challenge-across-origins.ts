import type { Era, ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import type { Check, Judgement } from '../check.ts';
import { listIn, mayBeReadBy, ownOrigin, withoutToken, withToken } from './own-page.ts';

interface Seen {
  readonly era: Era;
  readonly origin: string;
  readonly refused: ProbeAnswer;
  /** With the good token, where there is one. */
  readonly admitted: ProbeAnswer | undefined;
}

export const exposesChallengeAcrossOrigins: Check<Seen> = {
  id: 'browser/exposes-challenge-across-origins',
  title: 'lets pages that may call it read the challenge and the session id',
  level: 'SHOULD',
  spec: [
    'Fetch standard, CORS-safelisted response-header name',
    'derived: a client in a page needs WWW-Authenticate to sign in; MCP has no rule on CORS',
  ],
  per: 'era',
  passes:
    "A request without a token is sent with the server's own Origin. Where the 401 carries Access-Control-Allow-Origin, Access-Control-Expose-Headers has to name WWW-Authenticate, and in the handshake era Mcp-Session-Id where a session was opened.",
  fails:
    'A header that is not exposed is a warning, and so is a 401 without CORS headers when other answers have them. No CORS at all is a note.',
  cannotKnow: 'Whether the server answers other origins differently from its own.',
  fix: 'Add "Access-Control-Expose-Headers: WWW-Authenticate, Mcp-Session-Id" to every answer that has Access-Control-Allow-Origin; refusals of the gate in front of the server are the ones that are usually forgotten.',
  observe: async (context) => ({
    era: context.era ?? 'legacy',
    origin: ownOrigin(context),
    refused: await withoutToken(context),
    admitted: context.flow === undefined ? undefined : await withToken(context),
  }),
  judge: (seen) => ({
    ...judgeExposure(seen),
    exchanges: [seen.refused, ...(seen.admitted ? [seen.admitted] : [])].map(({ exchange }) => exchange),
  }),
};

function judgeExposure({ era, origin, refused, admitted }: Seen): Omit<Judgement, 'exchanges'> {
  const came = `A request without a token from a page of ${origin} was answered ${describeAnswer(refused)}`;
  if (refused.status !== 401)
    return { verdict: 'skip', message: `${came}; only a 401 has a challenge to read.` };
  const opened = admitted !== undefined && mayBeReadBy(origin, admitted) ? admitted : undefined;
  if (!mayBeReadBy(origin, refused))
    return opened === undefined
      ? { verdict: 'info', message: `${came} without CORS headers: no page of another site can call it.` }
      : {
          verdict: 'warn',
          message: `${came} without Access-Control-Allow-Origin, which the answer to the good token has; a client in a page never learns that it has to sign in.`,
          shown: refused.exchange,
        };
  if (!exposes(refused, 'www-authenticate'))
    return {
      verdict: 'warn',
      message: `${came}, which Access-Control-Expose-Headers does not let the page read; WWW-Authenticate was expected there.`,
      shown: refused.exchange,
    };
  if (era === 'legacy' && opened?.sessionId !== undefined && !exposes(opened, 'mcp-session-id'))
    return {
      verdict: 'warn',
      message:
        'The session id that came with the answer to the good token is not in Access-Control-Expose-Headers, so that a client in a page cannot go on; Mcp-Session-Id was expected there.',
      shown: opened.exchange,
    };
  return { verdict: 'pass', message: `${came} that the page may read.` };
}

/** `*` stands for every name, but not where credentials are allowed (Fetch). */
function exposes(answer: ProbeAnswer, name: string): boolean {
  const exposed = listIn(answer, 'access-control-expose-headers');
  const credentials = listIn(answer, 'access-control-allow-credentials').includes('true');
  return exposed.includes(name) || (exposed.includes('*') && !credentials);
}
