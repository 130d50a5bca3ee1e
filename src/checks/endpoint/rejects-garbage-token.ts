import { GARBAGE_TOKEN } from '../../token/index.ts';
import type { Check } from '../check.ts';
import { present } from '../forged.ts';
import { judgeRefusals, type Refusals, spokenEra } from '../refusal.ts';
import { TOKEN_HANDLING } from '../sources.ts';

export const rejectsGarbageToken: Check<Refusals> = {
  id: 'endpoint/rejects-garbage-token',
  title: 'rejects a bearer value that is no token at all',
  level: 'MUST',
  spec: TOKEN_HANDLING,
  per: 'era',
  part: 'negative',
  observe: async (context) => ({
    attempts: [
      await present(context, 'a bearer value that is no token', {
        authorization: [`Bearer ${GARBAGE_TOKEN}`],
      }),
    ],
    spoken: spokenEra(context),
  }),
  judge: (observation) => judgeRefusals(observation),
};
