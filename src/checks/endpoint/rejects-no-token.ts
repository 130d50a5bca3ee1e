import type { Check } from '../check.ts';
import { judgeRefusals, type Refusals, spokenEra } from '../refusal.ts';
import { ERROR_HANDLING } from '../sources.ts';

export const rejectsNoToken: Check<Refusals> = {
  id: 'endpoint/rejects-no-token',
  title: 'rejects a request without a token',
  level: 'MUST',
  spec: ERROR_HANDLING,
  per: 'era',
  everyShape: true,
  part: 'negative',
  observe: async (context) => {
    const { era = 'legacy', probe } = context;
    const answer = await probe({ era, phase: 'check' });
    return { attempts: [{ sent: 'a request without a token', answer }], spoken: spokenEra(context) };
  },
  judge: (observation) => judgeRefusals(observation),
};
