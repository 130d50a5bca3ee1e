import { changePayload, temptingChanges } from '../../token/index.ts';
import { forgedTokenCheck } from '../forged.ts';

export const rejectsTamperedPayload = forgedTokenCheck({
  id: 'endpoint/rejects-tampered-payload',
  title: 'rejects a token whose claims were changed under the old signature',
  passes:
    'The good token is sent with another subject, with a later expiry and with one scope more, each time under its old signature. Each has to be answered 401.',
  fails:
    'Accepting any of them is critical: callers can make themselves somebody else. Another refusal than 401 fails, too.',
  fix: "Verify the signature over the token as it came, with a key from the issuer's `jwks_uri`, before any claim is read.",
  forge: (real, vault) =>
    temptingChanges(real).flatMap((change) => {
      const forged = changePayload(real, vault, change);
      return forged === undefined
        ? []
        : [{ sent: `the token with ${change.name} under its old signature`, ...forged }];
    }),
});
