import type { Secret } from '../secret.ts';
import { clientOfTokens } from './client-of-tokens.ts';
import type { FlowContext } from './flow.ts';
import { openidClient } from './openid-client.ts';
import { pinnedServer } from './pinning.ts';
import { issuerOfRefreshToken } from './provenance.ts';
import { asTokenError } from './token-error.ts';
import { openWire } from './wire.ts';

/**
 * Revokes a refresh token at the issuer that it came from (RFC 7009). `clientId`: the client that it was issued
 * to, where the request names none.
 * @returns false when that issuer has no revocation endpoint (Entra ID has none)
 * @throws AuthcheckError when the issuer is not the pinned one, or refuses
 */
export async function revokeRefreshToken(
  context: FlowContext,
  refreshToken: Secret,
  clientId?: string,
): Promise<boolean> {
  const metadata = context.discovery.authorizationServerMetadata?.document;
  // Without metadata nobody knows, and the pinning below says why.
  if (metadata !== undefined && typeof metadata.revocation_endpoint !== 'string') return false;
  const server = pinnedServer(context, {
    confidential: true,
    endpoints: ['token_endpoint', 'revocation_endpoint'],
    pin: issuerOfRefreshToken(refreshToken),
  });
  const client = await clientOfTokens(context, server, { request: context.request, clientId });
  const wire = openWire(context, {
    endpoints: [server.endpoint('revocation_endpoint')],
    named: server.named,
  });
  const { library, configuration } = await openidClient({ context, server, client, wire });
  const hint = { token_type_hint: 'refresh_token' };
  await library.tokenRevocation(configuration, refreshToken.reveal(), hint).catch((error: unknown) => {
    throw asTokenError(error, wire, context);
  });
  return true;
}
