import { stripSignature } from '../../token/index.ts';
import { forgedTokenCheck } from '../forged.ts';

export const rejectsStrippedSignature = forgedTokenCheck(
  'endpoint/rejects-stripped-signature',
  'rejects a token whose signature was cut off',
  async (real, vault) => {
    const token = stripSignature(real, vault);
    return token === undefined ? [] : [{ sent: 'the token without its signature', token }];
  },
);
