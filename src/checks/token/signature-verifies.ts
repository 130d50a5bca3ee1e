import type { Token } from '../../types.ts';
import type { Check } from '../check.ts';
import { TOKEN_HANDLING } from '../sources.ts';

interface Signed {
  readonly token: Pick<Token, 'signature' | 'signatureReason'>;
  readonly exchanges: readonly number[];
}

export const signatureVerifies: Check<Signed> = {
  id: 'token/signature-verifies',
  title: "is reached with a token that the issuer's published keys verify",
  level: 'MUST',
  spec: TOKEN_HANDLING,
  passes:
    "A key of the issuer's JWK Set verifies the signature of the token; nothing is sent to the endpoint.",
  fails: 'None of its keys does: fail. The keys could not be fetched or used: inconclusive.',
  cannotKnow: 'Whether the endpoint verifies it, too; the checks of the group endpoint ask that.',
  fix: 'Publish the key that signs at `jwks_uri`, under the `kid` that the tokens name, before signing with it. Check that the token comes from this issuer.',
  per: 'flow',
  needsToken: true,
  unmet: ({ evidence: { target, discovery }, flow }) => {
    const token = flow?.token;
    if (token?.format !== 'jwt')
      return `The token is ${token?.format === 'jwe' ? 'encrypted' : 'opaque'}: it has no signature that a client could check.`;
    const keys = target.jwksUri ?? discovery?.authorizationServerMetadata?.document.jwks_uri;
    const known = keys !== undefined || token.signature !== 'unverified';
    return known ? undefined : "The issuer's keys are not known; name them with --jwks.";
  },
  observe: async ({ flow }) => ({
    token: flow?.token ?? { signature: 'unverified', signatureReason: null },
    exchanges: flow?.tokens?.exchanges ?? [],
  }),
  judge: ({ token: { signature, signatureReason }, exchanges }) => {
    const reason = signatureReason ?? 'no reason is known';
    if (signature === 'verified')
      return { verdict: 'pass', message: "The issuer's keys verify the signature.", exchanges };
    return signature === 'invalid'
      ? { verdict: 'fail', message: `The signature is invalid: ${reason}.`, exchanges }
      : { verdict: 'inconclusive', message: `The signature could not be checked: ${reason}.`, exchanges };
  },
};
