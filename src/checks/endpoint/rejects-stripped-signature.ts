import { stripSignature } from '../../token/index.ts';
import { forgedTokenCheck } from '../forged.ts';

export const rejectsStrippedSignature = forgedTokenCheck({
  id: 'endpoint/rejects-stripped-signature',
  title: 'rejects a token whose signature was cut off',
  passes:
    'The good token is sent without its signature, once with the dot before it and once without. Both have to be answered 401.',
  fails:
    'Accepting either is critical: the server reads claims that nobody vouches for. Another refusal than 401 fails, too.',
  fix: "Verify tokens with the JWT library's verifying function, not with the one that only decodes, and answer 401 where it throws.",
  forge: (real, vault) => {
    const stripped = stripSignature(real, vault);
    if (stripped === undefined) return [];
    return [
      { sent: 'the token without its signature', ...stripped.withDot },
      { sent: 'the token without its signature and the dot before it', ...stripped.withoutDot },
    ];
  },
});
