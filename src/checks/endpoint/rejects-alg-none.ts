import { algNone } from '../../token/index.ts';
import { forgedTokenCheck } from '../forged.ts';

export const rejectsAlgNone = forgedTokenCheck({
  id: 'endpoint/rejects-alg-none',
  title: 'rejects an unsigned token with `alg` "none", however it is spelt',
  spec: ['RFC 8725 §3.1', 'RFC 8725 §3.2'],
  passes:
    'The claims of the good token are sent unsigned, with `alg` "none", "None" and "NONE". Each has to be answered 401.',
  fails:
    'Accepting any of them is critical: anybody can then write their own token. Another refusal than 401 fails, too.',
  fix: 'Name the algorithms that the issuer signs with where tokens are verified (`algorithms: ["RS256"]`), and never decode a token without verifying it.',
  forge: (real, vault) =>
    algNone(real, vault).map(({ algorithm, ...forged }) => ({
      sent: `the claims unsigned with alg "${algorithm}"`,
      ...forged,
    })),
});
