import { AuthcheckError, TokenError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import type { TokenSet } from '../types.ts';
import { furtherParameters, libraryOf, resourceOf } from './client.ts';
import { clientOfTokens } from './client-of-tokens.ts';
import type { Flow, FlowContext } from './flow.ts';
import type { Grant } from './grant.ts';
import { withLostClient } from './known-client.ts';
import { pinnedServer } from './pinning.ts';
import { proofFor } from './proof-of-possession.ts';
import { issuerOfRefreshToken } from './provenance.ts';
import { refreshTokenByMsal } from './refresh-token-msal.ts';
import { refreshTokenByOpenidClient } from './refresh-token-openid-client.ts';
import { openWire } from './wire.ts';

/** What a refresh request carries. */
export interface RefreshRequest {
  readonly refreshToken: Secret;
  readonly scopes: readonly string[];
  readonly resource: string | undefined;
  /** What the provider wants besides. */
  readonly further: Readonly<Record<string, string>>;
}

type Earlier = FlowContext['earlier'][number];

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
  const library = libraryOf({ ...context, request: { ...source.request, ...context.request } });
  // A refresh token of this run goes back to where it came from; a kept one needs a pinned issuer.
  const pin = issuerOfRefreshToken(token);
  const confidential = (context.request.credential ?? source.request.credential) !== undefined;
  const server = pinnedServer(context, {
    confidential: confidential || pin === undefined,
    endpoints: ['token_endpoint'],
    pin: confidential ? undefined : pin,
  });
  if (pin !== undefined && pin !== server.issuer) throw foreignToken(context, pin, server.issuer);
  const proof = await proofFor(context, server, library, source.tokens.proof);
  const { clientId } = source.tokens;
  const client = await clientOfTokens(context, server, { request: source.request, clientId });
  const wire = openWire(context, { endpoints: [server.endpoint('token_endpoint')], named: server.named });
  const scopes = scopesToRepeat(context, source);
  const requestedScopes = scopes.length > 0 ? scopes : source.tokens.requestedScopes;
  const grant: Grant = { context, server, client, wire, proof, requestedScopes };
  const request: RefreshRequest = {
    refreshToken: token,
    scopes,
    resource: resourceOf(context, 'refresh_token', scopes),
    further: furtherParameters(context, 'refresh_token'),
  };
  const by = library === 'msal' ? refreshTokenByMsal : refreshTokenByOpenidClient;
  const tokens = await by(grant, request).catch(async (error: unknown) => {
    throw perhapsSpent(await withLostClient(context, server, client, error), context);
  });
  // A server that sends no new one means the old one to stay valid.
  return { refreshToken: token, ...tokens };
}

// What the token was last asked for with: the endpoint may have wanted more than the settings say.
function scopesToRepeat(context: FlowContext, source: Earlier): readonly string[] {
  const { profile, target, discovery } = context;
  if (context.request.scopes !== undefined) return context.request.scopes;
  if (!profile.scopesOnRefresh) return [];
  const asked = source.tokens.requestedScopes ?? source.request.scopes;
  return asked ?? profile.scopes('authorization_code', target, discovery);
}

// The request was sent, and the answer was lost: a server that rotates has spent the old token.
function perhapsSpent(error: unknown, context: FlowContext): unknown {
  if (!(error instanceof AuthcheckError)) return error;
  const options = { target: context.target.name, phase: 'token', exchanges: error.exchanges, cause: error };
  // Something came, and no token was in it: the server may have thought otherwise.
  if (/^(token\.|unavailable$)/.test(error.code) && error.exchanges.length > 0) {
    const { hint } = error;
    return new TokenError(error.code, `${error.message} ${PERHAPS_SPENT}`, {
      ...options,
      ...(hint === undefined ? {} : { hint }),
    });
  }
  const lost = /^(timeout\.(headers|exchange)|http\.|tcp\.reset$|limit\.)/.test(error.code);
  if (!lost) return error;
  return new TokenError('refresh.no_answer', `The answer to the refresh request was lost (${error.code}).`, {
    ...options,
    hint: PERHAPS_SPENT,
  });
}

const PERHAPS_SPENT = 'The refresh token may be spent: sign in again if the next run is refused.';

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
