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
