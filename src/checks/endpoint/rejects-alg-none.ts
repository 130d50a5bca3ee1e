import { algNone } from '../../token/index.ts';
import { forgedTokenCheck } from '../forged.ts';

export const rejectsAlgNone = forgedTokenCheck(
  'endpoint/rejects-alg-none',
  'rejects an unsigned token with `alg` "none", however it is spelt',
  async (real, vault) =>
    algNone(real, vault).map(({ algorithm, token }) => ({
      sent: `the claims unsigned with alg "${algorithm}"`,
      token,
    })),
);
