import { withGarbage } from '../bad-tokens.ts';
import type { Check } from '../check.ts';
import { judgeRefusals, type Refusals, spokenEra } from '../refusal.ts';
import { TOKEN_HANDLING } from '../sources.ts';

export const rejectsGarbageToken: Check<Refusals> = {
  id: 'endpoint/rejects-garbage-token',
  title: 'rejects a bearer value that is no token at all',
  level: 'MUST',
  spec: TOKEN_HANDLING,
  per: 'era',
  part: 'negative',
  passes: 'A bearer value that no authorization server issues is sent. It has to be answered 401.',
  fails:
    'Accepting it is critical: that there is a token is all that counts. Another refusal than 401, such as a 500 from the JWT library, fails, too.',
  fix: 'Catch what the verifier throws and answer 401 with `error="invalid_token"`; never go on when a token cannot be read.',
  observe: async (context) => ({ attempts: [await withGarbage(context)], spoken: spokenEra(context) }),
  judge: (observation) => judgeRefusals(observation),
};
