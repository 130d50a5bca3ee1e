import { TokenError, UsageError } from '../errors.ts';
import { profileNamed, profiles } from '../profiles/index.ts';
import type { Secret } from '../secret.ts';
import type { IdentityProvider, Profile } from '../types.ts';
import { isSecure } from './endpoint-policy.ts';
import type { FlowContext } from './flow.ts';
import type { Grant } from './grant.ts';
import { openidClient } from './openid-client.ts';
import type { PinnedServer } from './pinning.ts';
import { refusedBy } from './refused-by.ts';
import { asTokenError } from './token-error.ts';
import { ID_JAG, readExchangeAnswer } from './token-exchange-answer.ts';
import { openWire } from './wire.ts';

const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';

/** What an ID token is changed for. */
export interface ExchangeRequest {
  /** Issuer of the resource's authorization server. */
  readonly audience: string;
  /** RFC 9728 resource identifier of the MCP endpoint. */
  readonly resource: string | undefined;
  readonly scopes: readonly string[];
}

export interface IdentityAssertion {
  readonly assertion: Secret;
  readonly exchanges: readonly number[];
}

/**
 * Prepares the exchange of an ID token for an identity assertion at the identity provider (RFC 8693;
 * Identity Assertion JWT Authorization Grant §4.3). The user named its token endpoint, which makes it trusted;
 * it must be https, or http on loopback. `issuer` is who issued the ID token. What it returns sends one request.
 * @throws TokenError `endpoint.insecure`, UsageError; what it returns throws TokenError
 */
export async function tokenExchange(
  context: FlowContext,
  provider: IdentityProvider,
  issuer: string | null,
): Promise<(idToken: Secret, request: ExchangeRequest) => Promise<IdentityAssertion>> {
  const server = identityProvider(context, provider, issuer);
  const endpoint = server.endpoint('token_endpoint');
  // The provider's ways are the identity provider's own, not those of the resource's authorization server.
  const own = { ...context, profile: profileOf(server.issuer) };
  const wire = openWire(own, { endpoints: [endpoint], named: false });
  const client = { clientId: provider.clientId, credential: provider.credential };
  const grant: Grant = { context: own, server, client, wire };
  const { library, configuration } = await openidClient(grant);
  return async (idToken, { audience, resource, scopes }) => {
    const asked = library.genericGrantRequest(configuration, TOKEN_EXCHANGE, {
      requested_token_type: ID_JAG,
      audience,
      ...(resource === undefined ? {} : { resource }),
      ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
      subject_token: idToken.reveal(),
      subject_token_type: ID_TOKEN,
    });
    // The answer is read below: the library has no opinion on a token that is no access token.
    const failure: unknown = await asked.then(
      () => undefined,
      (error: unknown) => error,
    );
    try {
      const answer = wire.answers.at(-1);
      if (answer === undefined || wire.failure() !== undefined) throw asTokenError(failure, wire, own);
      const assertion = readExchangeAnswer(answer, context.http.vault);
      return { assertion, exchanges: wire.answers.map(({ exchange }) => exchange) };
    } catch (error) {
      throw refusedBy(
        {
          server: 'The identity provider',
          what: 'the token exchange',
          asked: 'token_exchange',
          phase: 'token_exchange',
        },
        error,
      );
    }
  };
}

function identityProvider(
  { target }: FlowContext,
  provider: IdentityProvider,
  issuer: string | null,
): PinnedServer {
  const { tokenEndpoint } = provider;
  if (!URL.canParse(tokenEndpoint)) {
    throw new UsageError(
      'config.idp_token_endpoint',
      'The identity provider’s token endpoint is not a URL.',
      {
        target: target.name,
        hint: 'Give --idp-token-endpoint as it stands in the identity provider’s metadata.',
      },
    );
  }
  const url = new URL(tokenEndpoint);
  if (!isSecure(url) || url.username !== '' || url.password !== '' || tokenEndpoint.includes('#')) {
    throw new TokenError(
      'endpoint.insecure',
      `The identity provider’s token endpoint must be https (http on loopback only), without user information and fragment; found ${url.protocol}//${url.host}. Nothing was sent.`,
      { target: target.name, phase: 'token', hint: 'Correct --idp-token-endpoint.' },
    );
  }
  const known = issuer ?? tokenEndpoint;
  return {
    issuer: known,
    metadata: { issuer: known, token_endpoint: tokenEndpoint },
    named: false,
    endpoint: () => tokenEndpoint,
  };
}

function profileOf(issuer: string): Profile {
  return profiles.find((profile) => profile.recognises(issuer)) ?? profileNamed('generic');
}
