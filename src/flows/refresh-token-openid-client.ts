import type { TokenSet } from '../types.ts';
import { type Grant, tokensBy } from './grant.ts';
import { openidClient } from './openid-client.ts';
import type { RefreshRequest } from './refresh-token.ts';

/** The refresh grant by openid-client. */
export async function refreshTokenByOpenidClient(grant: Grant, request: RefreshRequest): Promise<TokenSet> {
  const { library, configuration } = await openidClient(grant);
  return await tokensBy('openid-client', grant, async () => {
    const answer = await library.refreshTokenGrant(configuration, request.refreshToken.reveal(), {
      ...(request.scopes.length === 0 ? {} : { scope: request.scopes.join(' ') }),
      ...(request.resource === undefined ? {} : { resource: request.resource }),
    });
    return answer.access_token;
  });
}
