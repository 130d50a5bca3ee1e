import { selfSigned } from '../../token/index.ts';
import { forgedTokenCheck } from '../forged.ts';

export const rejectsUnknownKey = forgedTokenCheck({
  id: 'endpoint/rejects-unknown-key',
  title: 'rejects a token signed with a key whose id the issuer does not publish',
  spec: ['RFC 7515 §6'],
  passes:
    'The claims of the good token are signed with a fresh key under a `kid` that is in no key set. It has to be answered 401.',
  fails:
    'Accepting it is critical: a token with an unknown key goes unverified. Another refusal than 401, such as a 500 from the look-up, fails, too.',
  cannotKnow: 'Whether the server looks for the key again when the issuer changes its keys.',
  fix: 'When no published key has the `kid`, fetch the key set once more at most, and then answer 401; do not fall back to any other key.',
  reservation: 'It shows that keys are checked, not that issuers are.',
  forge: async (real, vault) => {
    const forged = await selfSigned(real, vault, 'unknown kid');
    return forged === undefined
      ? []
      : [
          {
            sent: 'the same claims signed with a key of our own under a key id that nobody publishes',
            ...forged,
          },
        ];
  },
});
