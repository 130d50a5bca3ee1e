import type { CodeLibrary } from './authorization-code.ts';
import { type Grant, tokensBy } from './grant.ts';
import { openidClient } from './openid-client.ts';
import { proofParameters } from './proof-of-possession.ts';

/** The authorization code grant by openid-client, which judges the response once more on its own. */
export async function authorizationCodeByOpenidClient(grant: Grant): Promise<CodeLibrary> {
  const { library, configuration, options } = await openidClient(grant);
  return {
    authorizationUrl: async ({ redirectUri, scopes, resource, further, state, nonce, codeVerifier }) => {
      const challenge = await library.calculatePKCECodeChallenge(codeVerifier);
      const url = library.buildAuthorizationUrl(configuration, {
        ...further,
        redirect_uri: redirectUri,
        ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
        ...(resource === undefined ? {} : { resource }),
        state,
        // A nonce belongs to an ID token, and only openid brings one.
        ...(scopes.includes('openid') ? { nonce } : {}),
        code_challenge: challenge,
        code_challenge_method: 'S256',
        ...proofParameters(grant),
      });
      return url.href;
    },
    redeem: ({ scopes, resource, further, state, nonce, codeVerifier }, response) =>
      tokensBy('openid-client', grant, async () => {
        const answer = await library.authorizationCodeGrant(
          configuration,
          response,
          {
            pkceCodeVerifier: codeVerifier,
            expectedState: state,
            ...(scopes.includes('openid') ? { expectedNonce: nonce, idTokenExpected: true } : {}),
          },
          { ...further, ...(resource === undefined ? {} : { resource }) },
          options,
        );
        return answer.access_token;
      }),
  };
}
