import { NetworkError } from '../../errors.ts';
import type { ProbeAnswer } from '../../types.ts';
import type { Check, CheckContext } from '../check.ts';
import { judgeRefusals, type Refusals, spokenEra } from '../refusal.ts';
import { ERROR_HANDLING } from '../sources.ts';

export const rejectsGetWithoutToken: Check<Refusals> = {
  id: 'endpoint/rejects-get-without-token',
  title: 'opens no event stream to a GET without a token',
  level: 'MUST',
  spec: ERROR_HANDLING,
  per: 'era',
  everyShape: true,
  part: 'negative',
  observe: async (context) => {
    const answer = await get(context);
    return { attempts: [{ sent: 'a GET without a token', answer }], spoken: spokenEra(context) };
  },
  // A server without GET streams says 405, whoever asks (MCP 2025-11-25 transports).
  judge: (observation) => judgeRefusals(observation, [405]),
};

async function get({ era = 'legacy', probe, http }: CheckContext): Promise<ProbeAnswer> {
  const sentBefore = http.exchanges.length;
  try {
    const answer = await probe({ era, method: 'GET', phase: 'check' });
    const open =
      answer.status >= 200 && answer.status < 300 && answer.contentType.includes('text/event-stream');
    return open ? { ...answer, kind: 'accepted' } : answer;
  } catch (error) {
    const opened = http.exchanges.slice(sentBefore).findLast((exchange) => exchange.status === 200);
    if (!(error instanceof NetworkError) || !error.code.startsWith('timeout.') || opened === undefined)
      throw error;
    return silentStream(era, opened.n);
  }
}

/** A stream that was opened and stayed silent until the deadline: the headers said 200, no body came. */
function silentStream(era: ProbeAnswer['era'], exchange: number): ProbeAnswer {
  const none = { headers: [], challenges: [], wwwAuthenticate: [], rpc: null };
  return { ...none, era, status: 200, kind: 'accepted', contentType: 'text/event-stream', exchange };
}
