import { selfSigned } from '../../token/index.ts';
import { forgedTokenCheck } from '../forged.ts';

export const rejectsEmbeddedKey = forgedTokenCheck({
  id: 'endpoint/rejects-embedded-key',
  title: 'rejects a token that brings the key to verify it in its own header',
  spec: ['RFC 9068 §4', 'RFC 8725 §3.8', 'RFC 7515 §4.1.3'],
  passes:
    'The claims of the good token are signed with a fresh key, and the header brings its public half as `jwk`. It has to be answered 401.',
  fails: 'Accepting it is critical: the caller chooses the key. Another refusal than 401 fails, too.',
  cannotKnow:
    'Whether the server fetches keys from an address in the header (`jku`, `x5u`), which only shows at an address of our own.',
  fix: "Ignore `jwk`, `jku`, `x5c` and `x5u` in a token's header, and take keys from the issuer's `jwks_uri` alone.",
  reservation: 'It shows that keys are checked, not that issuers are.',
  forge: async (real, vault) => {
    const forged = await selfSigned(real, vault, 'embedded jwk');
    return forged === undefined
      ? []
      : [
          {
            sent: 'the same claims signed with a key of our own that stands in the header (`jwk`)',
            ...forged,
          },
        ];
  },
});
