import { withoutToken } from '../bad-tokens.ts';
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
  passes:
    "The era's first request is sent without an `Authorization` header, in the shape of either era. It has to be answered 401.",
  fails:
    'Letting it in is critical: the endpoint is open. Another refusal than 401 fails, too, because clients start to sign in when they see 401.',
  fix: 'Put the check of the token in front of everything that the endpoint serves, in both eras, and answer 401 with a `WWW-Authenticate` challenge.',
  observe: async (context) => ({ attempts: [await withoutToken(context)], spoken: spokenEra(context) }),
  judge: (observation) => judgeRefusals(observation),
};
