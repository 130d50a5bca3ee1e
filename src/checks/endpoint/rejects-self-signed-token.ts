import { selfSigned } from '../../token/index.ts';
import { forgedTokenCheck } from '../forged.ts';

export const rejectsSelfSignedToken = forgedTokenCheck(
  'endpoint/rejects-self-signed-token',
  "rejects a token signed with a key that is not the issuer's, under the real key id",
  async (real, vault) => {
    const token = await selfSigned(real, vault);
    return token === undefined ? [] : [{ sent: 'the same claims signed with a key of our own', token }];
  },
);
