import type { TokenSet } from '../types.ts';
import { type Grant, tokensBy } from './grant.ts';
import { msalApplication } from './msal-application.ts';
import type { RefreshRequest } from './refresh-token.ts';

/** The refresh grant by msal-node. */
export async function refreshTokenByMsal(grant: Grant, request: RefreshRequest): Promise<TokenSet> {
  const application = await msalApplication(grant);
  return await tokensBy('msal', grant, async () => {
    const result = await application.acquireTokenByRefreshToken({
      refreshToken: request.refreshToken.reveal(),
      scopes: [...request.scopes],
      extraParameters: { ...request.further },
      ...(request.resource === undefined ? {} : { resource: request.resource }),
    });
    return result?.accessToken;
  });
}
