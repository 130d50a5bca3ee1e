import { withFlippedSignature } from '../bad-tokens.ts';
import { unforgeable } from '../bearer.ts';
import type { Check } from '../check.ts';
import { judgeRefusals, type Refusals, spokenEra } from '../refusal.ts';
import { TOKEN_HANDLING } from '../sources.ts';

export const rejectsTamperedSignature: Check<Refusals> = {
  id: 'endpoint/rejects-tampered-signature',
  title: 'rejects a token whose signature was changed in one byte',
  level: 'MUST',
  spec: [...TOKEN_HANDLING, 'RFC 7515 §5.2'],
  per: 'era',
  needsToken: true,
  needs: ['readable token'],
  part: 'negative',
  passes:
    'The good token is sent with one byte in the middle of its signature changed. It has to be answered 401.',
  fails: 'Accepting it is critical: signatures are not verified. Another refusal than 401 fails, too.',
  cannotKnow: 'Which keys count: endpoint/rejects-self-signed-token and its neighbours ask about those.',
  fix: "Verify every token's signature with a key from the issuer's `jwks_uri`; a token that fails is answered 401.",
  unmet: unforgeable,
  observe: async (context) => {
    const attempt = await withFlippedSignature(context);
    return { attempts: attempt === undefined ? [] : [attempt], spoken: spokenEra(context) };
  },
  judge: (observation) => judgeRefusals(observation),
};
