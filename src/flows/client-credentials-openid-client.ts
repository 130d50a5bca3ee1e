import type { TokenSet } from '../types.ts';
import type { MachineRequest } from './client-credentials.ts';
import { type Grant, tokensBy } from './grant.ts';
import { openidClient } from './openid-client.ts';

/**
 * Client credentials by openid-client.
 * @throws TokenError, NetworkError, UsageError
 */
export async function clientCredentialsByOpenidClient(
  grant: Grant,
  request: MachineRequest,
): Promise<TokenSet> {
  const { library, configuration, options } = await openidClient(grant);
  return await tokensBy('openid-client', grant, async () => {
    const parameters = {
      ...request.parameters,
      ...(request.scopes.length === 0 ? {} : { scope: request.scopes.join(' ') }),
      ...(request.resource === undefined ? {} : { resource: request.resource }),
    };
    const answer = await library.clientCredentialsGrant(configuration, parameters, options);
    return answer.access_token;
  });
}
