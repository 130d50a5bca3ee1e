import type { Secret } from '../secret.ts';
import { clientOf } from './client.ts';
import type { FlowContext } from './flow.ts';
import { openidClient } from './openid-client.ts';
import { pinnedServer } from './pinning.ts';
import { issuerOfRefreshToken } from './provenance.ts';
import { openWire } from './wire.ts';

/**
 * Revokes a refresh token at the issuer that it came from (RFC 7009).
 * @returns false when that issuer has no revocation endpoint (Entra ID has none)
 * @throws AuthcheckError when the issuer is not the pinned one, or refuses
 */
export async function revokeRefreshToken(context: FlowContext, refreshToken: Secret): Promise<boolean> {
  const url = context.discovery.authorizationServerMetadata?.document.revocation_endpoint;
  if (typeof url !== 'string') return false;
  const client = clientOf(context, context.request);
  const server = pinnedServer(context, {
    confidential: true,
    endpoints: ['token_endpoint', 'revocation_endpoint'],
    pin: issuerOfRefreshToken(refreshToken),
  });
  const wire = openWire(context, {
    endpoints: [server.endpoint('revocation_endpoint')],
    named: server.named,
  });
  const { library, configuration } = await openidClient({ context, server, client, wire });
  await library.tokenRevocation(configuration, refreshToken.reveal(), { token_type_hint: 'refresh_token' });
  return true;
}
