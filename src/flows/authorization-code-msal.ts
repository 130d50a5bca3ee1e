import { createHash } from 'node:crypto';
import type { CodeLibrary } from './authorization-code.ts';
import { type Grant, tokensBy } from './grant.ts';
import { msalApplication } from './msal-application.ts';
import { asTokenError } from './token-error.ts';

/**
 * The authorization code grant by msal-node, with our own listener: its own answers on a URI without path,
 * by form_post only, and takes another port when the chosen one is taken.
 */
export async function authorizationCodeByMsal(grant: Grant): Promise<CodeLibrary> {
  const application = await msalApplication(grant);
  const { ResponseMode } = await import('@azure/msal-node');
  return {
    authorizationUrl: async ({ scopes, resource, further, codeVerifier, redirectUri, state, nonce }) =>
      await application
        .getAuthCodeUrl({
          scopes: [...scopes],
          redirectUri,
          state,
          nonce,
          responseMode: ResponseMode.QUERY,
          codeChallenge: createHash('sha256').update(codeVerifier).digest('base64url'),
          codeChallengeMethod: 'S256',
          extraQueryParameters: { ...further },
          ...(resource === undefined ? {} : { resource }),
        })
        .catch((error: unknown) => {
          throw asTokenError(error, grant.wire, grant.context);
        }),
    redeem: ({ scopes, resource, further, codeVerifier, redirectUri, state, nonce }, response) =>
      tokensBy('msal', grant, async () => {
        const code = response.searchParams.get('code') ?? '';
        const result = await application.acquireTokenByCode(
          {
            scopes: [...scopes],
            redirectUri,
            code,
            codeVerifier,
            state,
            nonce,
            extraParameters: { ...further },
            ...(resource === undefined ? {} : { resource }),
          },
          { code, state: response.searchParams.get('state') ?? '' },
        );
        return result.accessToken;
      }),
  };
}
