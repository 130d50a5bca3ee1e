import { UsageError } from '../../errors.ts';
import { furtherParameters, libraryOf, resourceOf, scopesOf } from '../../flows/client.ts';
import { secretMethod } from '../../flows/client-authentication-method.ts';
import type { FlowContext } from '../../flows/flow.ts';
import { pinnedServer } from '../../flows/pinning.ts';
import { openWire } from '../../flows/wire.ts';
import type { SecretMethod } from '../../types.ts';

/** How a script comes to its access token. */
export type Access =
  | { readonly kind: 'none' }
  /** From the environment variable `MCP_ACCESS_TOKEN`; `why`: a clause that says what the engine cannot do. */
  | { readonly kind: 'ready'; readonly why: string }
  | ClientCredentials;

export interface ClientCredentials {
  readonly kind: 'client_credentials';
  readonly tokenEndpoint: string;
  readonly method: SecretMethod;
  readonly clientId: string;
  /** Name of the environment variable that holds the client secret. */
  readonly secretVariable: string;
  /** Parameters of the token request besides the client's own. */
  readonly form: Readonly<Record<string, string>>;
}

/**
 * What a load script can do about the token of this flow. The secret goes nowhere that this tool would not send it:
 * the token endpoint is that of the pinned issuer.
 * @throws UsageError `usage.export_dpop`, `credential.method`; TokenError `issuer.*`, `endpoint.origin`
 */
export function accessOf(context: FlowContext, secretVariable: string): Access {
  const { request, target } = context;
  if (request.dpop === true) {
    throw new UsageError('usage.export_dpop', 'A load engine cannot sign a DPoP proof for every request.', {
      target: target.name,
      hint: 'Export without --dpop, for an endpoint that takes Bearer tokens as well.',
    });
  }
  if (request.flow === 'none') return { kind: 'none' };
  const { credential, clientId } = request;
  if (request.flow !== 'client_credentials') {
    return { kind: 'ready', why: `the flow ${request.flow} cannot be walked by a load engine` };
  }
  if (credential?.kind !== 'secret' || clientId === undefined) {
    return {
      kind: 'ready',
      why: `a load engine cannot prove a client by ${CREDENTIALS[credential?.kind ?? '']}`,
    };
  }
  const scopes = scopesOf(context, 'client_credentials');
  const resource = resourceOf(context, 'client_credentials', scopes);
  const server = pinnedServer(context, { confidential: true, endpoints: ['token_endpoint'] });
  const tokenEndpoint = server.endpoint('token_endpoint');
  const wire = openWire(context, { endpoints: [tokenEndpoint], named: server.named });
  const byMsal = libraryOf(context) === 'msal';
  return {
    kind: 'client_credentials',
    tokenEndpoint,
    // msal-node always sends the secret in the body.
    method: byMsal
      ? 'client_secret_post'
      : secretMethod({ context, server, client: { clientId, credential }, wire }, credential),
    clientId,
    secretVariable,
    form: {
      grant_type: 'client_credentials',
      ...furtherParameters(context, 'client_credentials'),
      ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
      ...(resource === undefined ? {} : { resource }),
    },
  };
}

const CREDENTIALS: Readonly<Record<string, string>> = {
  certificate: 'a certificate',
  private_key: 'a private key',
  assertion: 'a federated token',
  managed_identity: 'a managed identity',
};
