import { flipSignatureByte } from '../../token/index.ts';
import { forgedTokenCheck } from '../forged.ts';

export const rejectsTamperedSignature = forgedTokenCheck(
  'endpoint/rejects-tampered-signature',
  'rejects a token whose signature was changed in one byte',
  async (real, vault) => {
    const token = flipSignatureByte(real, vault);
    return token === undefined ? [] : [{ sent: 'the token with one byte of its signature changed', token }];
  },
);
