import type { ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import { accessToken, likeTheGoodOne } from '../bearer.ts';
import type { Check, Judgement } from '../check.ts';

interface Modern {
  readonly plain: ProbeAnswer;
  /** With a session id that nobody issued. */
  readonly withId: ProbeAnswer;
  /** The endpoint has sessions in the other era, and may take the id for one of them. */
  readonly handshakes: boolean;
}

export const notMintedInModernEra: Check<Modern> = {
  id: 'session/not-minted-in-modern-era',
  title: 'issues no session ids in revision 2026-07-28, and passes over those that come',
  level: 'SHOULD',
  spec: ['MCP 2026-07-28 transports, Earlier Streamable HTTP Revisions'],
  only: 'modern',
  per: 'era',
  needsToken: true,
  passes:
    '`tools/list` is sent twice in the shape of 2026-07-28, once with a made-up `Mcp-Session-Id`: the answers are alike, and no such header comes back.',
  fails:
    'The header comes back, or the id changes the answer: `warn`. A refusal by a server that speaks the earlier era, too, is `info`.',
  fix: 'Leave session handling to the transport of the earlier revisions: requests of 2026-07-28 are served without looking at `Mcp-Session-Id`.',
  observe: async (context) => {
    const { evidence, probe } = context;
    const shown = likeTheGoodOne(accessToken(context), context);
    const request = { era: 'modern', ...shown, phase: 'check' } as const;
    const plain = await probe(request);
    const withId = await probe({ ...request, sessionId: crypto.randomUUID() });
    return { plain, withId, handshakes: evidence.eras.legacy === true };
  },
  judge: judgeModern,
};

function judgeModern({ plain, withId, handshakes }: Modern): Judgement {
  const exchanges = [plain.exchange, withId.exchange];
  const issuing = [plain, withId].find(({ sessionId }) => sessionId !== undefined);
  if (issuing !== undefined)
    return {
      verdict: 'warn',
      message: `A request of 2026-07-28 ${issuing === withId ? 'with' : 'without'} \`Mcp-Session-Id\` was answered ${describeAnswer(issuing)} with such a header; there are no sessions in this revision.`,
      exchanges,
      shown: issuing.exchange,
    };
  const came = `Without \`Mcp-Session-Id\` tools/list was answered ${describeAnswer(plain)}, with a made-up one ${describeAnswer(withId)}`;
  if (plain.status === withId.status && plain.kind === withId.kind)
    return { verdict: 'pass', message: `${came}, and no session id came back.`, exchanges };
  return {
    verdict: handshakes ? 'info' : 'warn',
    message: `${came}: the header was expected to be passed over.`,
    exchanges,
  };
}
