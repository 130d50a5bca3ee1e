import { createKeyCache, keyConfusion } from '../../token/index.ts';
import type { CheckContext } from '../check.ts';
import { forgedTokenCheck } from '../forged.ts';

export const rejectsKeyConfusion = forgedTokenCheck({
  id: 'endpoint/rejects-key-confusion',
  title: "rejects a token signed with HS256 and the issuer's public key as the shared secret",
  spec: ['RFC 8725 §2.1', 'RFC 8725 §3.1'],
  passes:
    "The claims of the good token are signed with HS256, with the issuer's public key for a secret: as PEM (SPKI, for RSA also PKCS #1) and as the JWK. Each has to be answered 401.",
  fails:
    'Accepting any of them is critical: everybody has the public key. Another refusal than 401 fails, too.',
  cannotKnow:
    'Other spellings of the key that a server may hold: a certificate, PEM without its last line break, a JWK whose members were put in another order.',
  fix: 'Name the algorithms that the issuer signs with where tokens are verified, and leave HS256 out; do not take the algorithm from the header of the token.',
  unmet: (context) =>
    keySetOf(context) === undefined
      ? 'The public key of the issuer is needed, and no jwks_uri is known; name it with --jwks-uri.'
      : undefined,
  forge: async (real, vault, context) => {
    const jwksUri = keySetOf(context);
    if (jwksUri === undefined) return 'No jwks_uri is known.';
    const { shared = (_key, make) => make() } = context;
    const read = await shared('endpoint/issuer-keys', () =>
      createKeyCache().read({ jwksUri, http: context.http, phase: 'check' }),
    );
    if ('problem' in read) return `The public key of the issuer could not be had: ${read.problem}.`;
    const confused = keyConfusion(real, read.keys, jwksUri, vault);
    if (confused.length === 0)
      return 'The key set of the issuer has no key of the kind that signed the token.';
    return confused.map(({ form, ...forged }) => ({
      sent: `the claims signed with HS256 and the public key as ${form}`,
      ...forged,
    }));
  },
});

function keySetOf({ evidence: { target, discovery } }: CheckContext): string | undefined {
  const uri = target.jwksUri ?? discovery?.authorizationServerMetadata?.document.jwks_uri;
  return uri !== undefined && URL.canParse(uri) ? uri : undefined;
}
