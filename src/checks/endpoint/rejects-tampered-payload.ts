import { changePayload } from '../../token/index.ts';
import { forgedTokenCheck } from '../forged.ts';

export const rejectsTamperedPayload = forgedTokenCheck(
  'endpoint/rejects-tampered-payload',
  'rejects a token whose claims were changed under the old signature',
  async (real, vault) => {
    const token = changePayload(real, vault);
    return token === undefined ? [] : [{ sent: 'the token with a changed claim', token }];
  },
);
