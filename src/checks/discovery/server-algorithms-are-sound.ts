import { quoteAll } from '../../token/index.ts';
import type { AuthorizationServerMetadata } from '../../types.ts';
import { listed, serverMetadataCheck } from '../server-metadata.ts';

export const serverAlgorithmsAreSound = serverMetadataCheck({
  id: 'discovery/server-algorithms-are-sound',
  title: 'names an authorization server that takes no unsigned token for a signed one',
  level: 'MUST',
  spec: ['RFC 8414 §2', 'RFC 8725 §3.2', 'RFC 9449 §4.2', 'OpenID Connect Discovery 1.0 §3'],
  passes:
    'No list of signature algorithms has `none`; that of DPoP proofs has no symmetric one either. Request objects and user info may be unsigned by OpenID Connect.',
  fails:
    '`none` for client assertions or DPoP proofs, or a symmetric algorithm for DPoP proofs: fail. `none` elsewhere, for instance for ID tokens, which OpenID Connect allows on request: warn.',
  cannotKnow: 'Which algorithms the server takes besides those that it lists.',
  fix: 'Take `none` out of the signature algorithms that the authorization server accepts and publishes, and `HS…` out of those for DPoP.',
  judge: ({ document, url }) => {
    const { forbidden, doubtful } = unsound(document);
    const found = [...forbidden, ...doubtful];
    if (found.length === 0)
      return {
        verdict: 'pass',
        message: `No list of signature algorithms in the metadata at ${url} has one that leaves a token unsigned.`,
      };
    return {
      verdict: forbidden.length > 0 ? 'fail' : 'warn',
      message: `In the metadata at ${url}, ${found.join('; ')}.`,
    };
  },
});

/** OpenID Connect Discovery §3 lets providers list `none` for these. */
const MAY_BE_UNSIGNED = /^(?:request_object|userinfo)_/;

/** RFC 8414 §2 for the authentication at each endpoint, RFC 9449 §4.2 for proofs. */
const MUST_BE_SIGNED = /^(?:\w+_endpoint_auth|dpop)_/;

function unsound(document: AuthorizationServerMetadata) {
  const forbidden: string[] = [];
  const doubtful: string[] = [];
  for (const name of Object.keys(document)) {
    if (!name.endsWith('_signing_alg_values_supported') || MAY_BE_UNSIGNED.test(name)) continue;
    const wrong = (listed(document, name) ?? []).filter((algorithm) => isUnsound(name, algorithm));
    if (wrong.length === 0) continue;
    const list = MUST_BE_SIGNED.test(name) ? forbidden : doubtful;
    list.push(`\`${name}\` lists ${quoteAll(wrong)}`);
  }
  return { forbidden, doubtful };
}

function isUnsound(name: string, algorithm: string): boolean {
  if (algorithm.toLowerCase() === 'none') return true;
  return name === 'dpop_signing_alg_values_supported' && /^HS\d+$/.test(algorithm);
}
