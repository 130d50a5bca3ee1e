import type { Check } from '../check.ts';
import { judgeRefusals, type Refusals, spokenEra } from '../refusal.ts';
import { ERROR_HANDLING } from '../sources.ts';

export const rejectsNotificationWithoutToken: Check<Refusals> = {
  id: 'endpoint/rejects-notification-without-token',
  title: 'rejects a notification without a token',
  level: 'MUST',
  spec: ERROR_HANDLING,
  per: 'era',
  everyShape: true,
  part: 'negative',
  passes: 'A notification that changes nothing is sent without a token. It has to be answered 401.',
  fails:
    'Taking it (202) fails: messages that want no answer get past the gate. Another refusal than 401 fails, too.',
  fix: 'Check the token for every HTTP request, also where the JSON-RPC message has no `id`.',
  observe: async (context) => {
    const { era = 'legacy', probe } = context;
    const answer = await probe({ era, rpc: { ...harmless[era], notification: true }, phase: 'check' });
    return { attempts: [{ sent: 'a notification without a token', answer }], spoken: spokenEra(context) };
  },
  judge: (observation) => judgeRefusals(observation),
};

/** Notifications of each era that change nothing. */
const harmless = {
  legacy: { method: 'notifications/initialized' },
  modern: { method: 'notifications/cancelled', params: { requestId: 'mcp-authcheck-no-such-request' } },
} as const;
