import { AuthcheckError, TokenError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import type { TokenSet } from '../types.ts';
import { clientOf, libraryOf, resourceOf } from './client.ts';
import type { Flow, FlowContext } from './flow.ts';
import type { Grant } from './grant.ts';
import { pinnedServer } from './pinning.ts';
import { issuerOfRefreshToken } from './provenance.ts';
import { refreshTokenByMsal } from './refresh-token-msal.ts';
import { refreshTokenByOpenidClient } from './refresh-token-openid-client.ts';
import { openWire } from './wire.ts';

/** What a refresh request carries. */
export interface RefreshRequest {
  readonly refreshToken: Secret;
  readonly scopes: readonly string[];
  readonly resource: string | undefined;
}

/** A new access token for the refresh token that an earlier flow brought (RFC 6749 §6). */
export const refreshToken: Flow = {
  name: 'refresh_token',
  summary: 'a new token for the refresh token of an earlier flow',
  needsPerson: false,
  needsIssuer: true,
  run,
};

async function run(context: FlowContext): Promise<TokenSet> {
  const source = context.earlier.findLast(({ tokens }) => tokens.refreshToken !== undefined);
  const token = source?.tokens.refreshToken;
  if (source === undefined || token === undefined) throw nothingToRefresh(context);
  const client = clientOf(context, source.request);
  const library = libraryOf({ ...context, request: { ...source.request, ...context.request } });
  // A refresh token of this run goes back to where it came from; a kept one needs a pinned issuer.
  const pin = issuerOfRefreshToken(token);
  const server = pinnedServer(context, {
    confidential: client.credential !== undefined || pin === undefined,
    endpoints: ['token_endpoint'],
    pin: client.credential === undefined ? pin : undefined,
  });
  if (pin !== undefined && pin !== server.issuer) throw foreignToken(context, pin, server.issuer);
  const wire = openWire(context, { endpoints: [server.endpoint('token_endpoint')], named: server.named });
  const grant: Grant = { context, server, client, wire };
  const scopes = scopesToRepeat(context, source.request);
  const request: RefreshRequest = {
    refreshToken: token,
    scopes,
    resource: resourceOf(context, 'refresh_token', scopes),
  };
  const by = library === 'msal' ? refreshTokenByMsal : refreshTokenByOpenidClient;
  const tokens = await by(grant, request).catch((error: unknown) => {
    throw perhapsSpent(error, context);
  });
  // A server that sends no new one means the old one to stay valid.
  return { refreshToken: token, ...tokens };
}

function scopesToRepeat(context: FlowContext, source: FlowContext['request']): readonly string[] {
  if (context.request.scopes !== undefined) return context.request.scopes;
  if (!context.profile.scopesOnRefresh) return [];
  return source.scopes ?? context.profile.scopes('authorization_code', context.target, context.discovery);
}

// The request was sent, and the answer was lost: a server that rotates has spent the old token.
function perhapsSpent(error: unknown, context: FlowContext): unknown {
  if (!(error instanceof AuthcheckError)) return error;
  const lost = /^(timeout\.(headers|exchange|body)|http\.)/.test(error.code);
  if (!lost) return error;
  return new TokenError('refresh.no_answer', `The answer to the refresh request was lost (${error.code}).`, {
    target: context.target.name,
    phase: 'token',
    exchanges: error.exchanges,
    hint: 'The refresh token may be spent: sign in again if the next run is refused.',
    cause: error,
  });
}

function nothingToRefresh(context: FlowContext): TokenError {
  return new TokenError('refresh.absent', 'No earlier flow brought a refresh token.', {
    target: context.target.name,
    phase: 'token',
    hint: 'Ask for the scope offline_access, and allow it at the authorization server. Client credentials bring none.',
  });
}

function foreignToken(context: FlowContext, from: string, to: string): TokenError {
  return new TokenError(
    'issuer.mismatch',
    `The refresh token came from ${from}, the metadata now says ${to}. Nothing was sent.`,
    { target: context.target.name, phase: 'token' },
  );
}
