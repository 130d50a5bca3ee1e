import { quote } from '../../token/index.ts';
import type { Check } from '../check.ts';
import { exchangesOfToken } from '../readable.ts';

interface Signing {
  readonly alg: string | undefined;
  readonly isVerified: boolean;
  readonly exchanges: readonly number[];
}

export const isSignedAsymmetrically: Check<Signing> = {
  id: 'token/is-signed-asymmetrically',
  title: 'is reached with a token that is signed with a private key',
  level: 'MUST',
  spec: ['RFC 9068 §2.1', 'RFC 8725 §3.2'],
  passes: '`alg` of the token is a public-key signature: RS, PS, ES or EdDSA.',
  fails:
    '`alg` is `none` or missing: fail. It is an HMAC (`HS…`), whose key every server that verifies it could also sign with, or an unknown algorithm: warn.',
  fix: 'Let the authorization server sign access tokens with RS256, ES256 or EdDSA and publish the public key at `jwks_uri`. Auth0: signing algorithm of the API; Keycloak: access token signature algorithm of the client.',
  per: 'flow',
  needsToken: true,
  needs: ['readable token'],
  unmet: ({ flow }) =>
    flow?.token?.format === 'jwt'
      ? undefined
      : `The access token is ${flow?.token?.format === 'jwe' ? 'encrypted' : 'opaque'}: it has no signature to look at.`,
  observe: async (context) => {
    const { token } = context.flow ?? {};
    const alg = token?.header?.alg;
    return {
      alg: typeof alg === 'string' ? alg : undefined,
      isVerified: token?.signature === 'verified',
      exchanges: exchangesOfToken(context),
    };
  },
  judge: ({ alg, isVerified, exchanges }) => {
    if (alg === undefined || alg.toLowerCase() === 'none')
      return {
        verdict: 'fail',
        message: `\`alg\` of the token is ${alg === undefined ? 'missing' : quote(alg)}: it is not signed, and anybody can make one.`,
        exchanges,
      };
    if (PUBLIC_KEY.test(alg))
      return {
        verdict: 'pass',
        message: `\`alg\` of the token is ${quote(alg)}${isVerified ? ', and a published key verifies it' : ''}.`,
        exchanges,
      };
    const why = /^HS\d+$/.test(alg)
      ? 'who verifies it has the key to sign others'
      : 'that is no signature algorithm which servers know';
    return {
      verdict: 'warn',
      message: `\`alg\` of the token is ${quote(alg, 20)}: ${why}; RS256, ES256 or EdDSA was expected.`,
      exchanges,
    };
  },
};

/** RFC 7518 §3.1, RFC 8037 §3.1, RFC 8812 §3.2, RFC 9864 §2.2. */
const PUBLIC_KEY = /^(?:(?:RS|PS|ES)(?:256|384|512)|ES256K|EdDSA|Ed25519|Ed448|ESP?\d+|ML-DSA-\d+)$/;
