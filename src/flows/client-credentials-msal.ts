import type { TokenSet } from '../types.ts';
import type { MachineRequest } from './client-credentials.ts';
import { type Grant, tokensBy } from './grant.ts';
import { msalConfiguration, requireNoFurther } from './msal.ts';

/**
 * Client credentials by msal-node, which takes no `resource`: at Entra ID the scope names the API. It takes no
 * further parameters with this grant either.
 * @throws TokenError, NetworkError, UsageError
 */
export async function clientCredentialsByMsal(grant: Grant, request: MachineRequest): Promise<TokenSet> {
  requireNoFurther(grant, request.parameters);
  const { ConfidentialClientApplication } = await import('@azure/msal-node');
  const configuration = await msalConfiguration(grant);
  return await tokensBy('msal', grant, async () => {
    const application = new ConfidentialClientApplication(configuration);
    const result = await application.acquireTokenByClientCredential({
      scopes: [...request.scopes],
    });
    return result?.accessToken;
  });
}
