import type { TokenSet } from '../types.ts';
import { type Grant, tokensBy } from './grant.ts';
import { openidClient } from './openid-client.ts';
import type { RefreshRequest } from './refresh-token.ts';

/** The refresh grant by openid-client. */
export async function refreshTokenByOpenidClient(grant: Grant, request: RefreshRequest): Promise<TokenSet> {
  const { library, configuration, options } = await openidClient(grant);
  return await tokensBy('openid-client', grant, async () => {
    const parameters = {
      ...request.further,
      ...(request.scopes.length === 0 ? {} : { scope: request.scopes.join(' ') }),
      ...(request.resource === undefined ? {} : { resource: request.resource }),
    };
    const token = request.refreshToken.reveal();
    const answer = await library.refreshTokenGrant(configuration, token, parameters, options);
    return answer.access_token;
  });
}
