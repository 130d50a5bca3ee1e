import type { CodeLibrary } from './authorization-code.ts';
import { type Grant, tokensBy } from './grant.ts';
import { openidClient } from './openid-client.ts';

/** The authorization code grant by openid-client, which judges the response once more on its own. */
export async function authorizationCodeByOpenidClient(grant: Grant): Promise<CodeLibrary> {
  const { library, configuration } = await openidClient(grant);
  return {
    authorizationUrl: async ({ redirectUri, scopes, resource, state, nonce, codeVerifier }) => {
      const challenge = await library.calculatePKCECodeChallenge(codeVerifier);
      const url = library.buildAuthorizationUrl(configuration, {
        redirect_uri: redirectUri,
        ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
        ...(resource === undefined ? {} : { resource }),
        state,
        // A nonce belongs to an ID token, and only openid brings one.
        ...(scopes.includes('openid') ? { nonce } : {}),
        code_challenge: challenge,
        code_challenge_method: 'S256',
      });
      return url.href;
    },
    redeem: ({ scopes, resource, state, nonce, codeVerifier }, response) =>
      tokensBy('openid-client', grant, async () => {
        const answer = await library.authorizationCodeGrant(
          configuration,
          response,
          {
            pkceCodeVerifier: codeVerifier,
            expectedState: state,
            ...(scopes.includes('openid') ? { expectedNonce: nonce, idTokenExpected: true } : {}),
          },
          resource === undefined ? {} : { resource },
        );
        return answer.access_token;
      }),
  };
}
