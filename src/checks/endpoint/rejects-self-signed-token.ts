import { selfSigned } from '../../token/index.ts';
import { forgedTokenCheck } from '../forged.ts';

export const rejectsSelfSignedToken = forgedTokenCheck({
  id: 'endpoint/rejects-self-signed-token',
  title: "rejects a token signed with a key that is not the issuer's, under the real key id",
  spec: ['RFC 7515 §5.2'],
  passes:
    'The claims of the good token are signed with a fresh key of our own, under the key id of the real one. It has to be answered 401.',
  fails: 'Accepting it is critical: any key will do. Another refusal than 401 fails, too.',
  cannotKnow:
    'A refusal proves that keys are checked. It proves nothing of issuer and audience, because the key is wrong whatever they say.',
  fix: "Take keys from the `jwks_uri` of the configured issuer alone, and verify with the one that the token's `kid` names.",
  reservation: 'It shows that keys are checked, not that issuers are.',
  forge: async (real, vault) => {
    const forged = await selfSigned(real, vault);
    return forged === undefined
      ? []
      : [{ sent: 'the same claims signed with a key of our own under the real key id', ...forged }];
  },
});
