import { isDeepStrictEqual } from 'node:util';
import { AuthcheckError, RunError } from '../errors.ts';
import { rememberIssuer } from '../flows/provenance.ts';
import type { FlowStep, Road } from '../job.ts';
import type { Secret } from '../secret.ts';
import type { StoredToken, TokenKey } from '../token/index.ts';
import type { TokenSet } from '../types.ts';
import type { Io } from './io.ts';
import { keepsNew, loginStore, type StoreFlags } from './token-store.ts';

const USER_FLOWS = ['authorization_code', 'device_code', 'refresh_token'];

/**
 * A login belongs to one issuer, client and resource; every flow in which a person signs in shares it. Where no
 * client was named, the key names none either: which one was registered is kept with the token.
 */
export function loginKey(step: Pick<FlowStep, 'discovery' | 'request' | 'target'>): TokenKey {
  return {
    issuer: step.discovery.issuer ?? step.target.issuer ?? '',
    clientId: step.request.clientId ?? step.request.clientMetadataUrl ?? '',
    resource: step.target.url,
    flow: 'authorization_code',
  };
}

/** Keeps the refresh token that a sign-in brought, and says so, or why there is nothing to keep. */
export async function keepLogin(
  io: Io,
  step: FlowStep,
  tokens: TokenSet,
  flags: StoreFlags = {},
): Promise<void> {
  const login = loginOf(step, tokens);
  if (login !== undefined && !keepsNew(io.environment, flags)) {
    io.err('Nothing was kept: in CI a login is kept only where --token-store file (or keychain) says so.\n');
  } else if (login !== undefined) {
    await loginStore(io, flags).put(loginKey(step), login);
    io.err('The refresh token is kept for later runs; mcp-authcheck logout forgets it.\n');
  } else if (tokens.refreshToken === undefined) {
    io.err('No refresh token came, so nothing was kept: ask for the scope offline_access.\n');
  } else {
    io.err('The refresh token is bound to the key of this run (DPoP), so nothing was kept.\n');
  }
}

/** The logins that `login` kept, as one run uses them. */
export interface KeptLogins {
  /** The same step by a kept refresh token; undefined: there is none, or none that fits. */
  readonly take: (step: FlowStep) => Promise<FlowStep | undefined>;
  /**
   * Gets tokens by this step, and keeps what came for a kept refresh token, or for one that came for it: the old ones
   * may be spent. That the token is on its way is put down before it is sent, so that a run which is killed before
   * the answer is kept leaves word of it.
   */
  readonly renew: (step: FlowStep, obtain: Road['obtain']) => Promise<TokenSet>;
}

/** The moment before a kept refresh token was sent, and what was known of it then. */
interface Kept {
  readonly key: TokenKey;
  readonly sentAt: string | undefined;
}

export function createKeptLogins(io: Io, flags: StoreFlags = {}): KeptLogins {
  const store = loginStore(io, flags);
  /** Refresh tokens of kept logins, and under what they are kept. */
  const kept = new WeakMap<Secret, Kept>();
  return {
    take: async (step) => {
      const { request } = step;
      if (!USER_FLOWS.includes(request.flow)) return undefined;
      const key = loginKey(step);
      const login = await store.get(key);
      if (login === undefined) return undefined;
      if (request.dpop === true) {
        io.err('The login that mcp-authcheck login kept is bound to no key, so --dpop does not use it.\n');
        return undefined;
      }
      const { refreshToken, sentAt } = login;
      rememberIssuer(refreshToken, key.issuer);
      kept.set(refreshToken, { key, sentAt });
      io.err('Using the login that mcp-authcheck login kept.\n');
      if (sentAt !== undefined) io.err(perhapsSpent(sentAt));
      const earlier = { request: { ...request, flow: 'authorization_code' }, tokens: tokensOf(login, io) };
      return { ...step, request: { ...request, flow: 'refresh_token' }, earlier: [earlier] };
    },
    renew: async (step, obtain) => {
      const token = step.earlier.findLast(({ tokens }) => tokens.refreshToken !== undefined)?.tokens
        .refreshToken;
      const known = token === undefined ? undefined : kept.get(token);
      if (token === undefined || known === undefined || step.request.flow !== 'refresh_token')
        return obtain(step);
      const { key, sentAt } = known;
      await store.markSent(key, token, sentAt ?? new Date(io.now()).toISOString());
      const brought = await obtain(step).catch(async (error: unknown) => {
        // Who was answered, or never got so far, has spent nothing.
        if (!isLost(error)) await store.markSent(key, token, sentAt).catch(() => undefined);
        throw error;
      });
      const login = loginOf(step, brought);
      if (login === undefined || !isDeepStrictEqual(key, loginKey(step))) return brought;
      await store.put(key, login).catch((error: unknown) => {
        throw notKept(error);
      });
      kept.set(login.refreshToken, { key, sentAt: undefined });
      return brought;
    },
  };
}

/** `obtain`, by which a refresh without an earlier flow takes the login that `login` kept, and keeps it up to date. */
export function withKeptLogins(obtain: Road['obtain'], logins: KeptLogins): Road['obtain'] {
  return async (step) => {
    const alone = step.request.flow === 'refresh_token' && step.earlier.length === 0;
    const taken = (alone ? await logins.take(step) : undefined) ?? step;
    return await logins.renew(taken, obtain);
  };
}

/** The request may have arrived, and what came back was not seen. */
function isLost(error: unknown): boolean {
  return (
    !(error instanceof AuthcheckError) ||
    /^(?:refresh\.no_answer$|token\.|unavailable|limit\.|http\.|run\.|internal\.)/.test(error.code)
  );
}

function perhapsSpent(sentAt: string): string {
  const when = Number.isNaN(Date.parse(sentAt)) ? '' : ` at ${new Date(sentAt).toISOString()}`;
  return `An earlier run sent its refresh token${when} and could not keep the answer: the refresh token may be spent. If it is refused, sign in again: mcp-authcheck login.\n`;
}

/** The server's answer is lost with this run. */
function notKept(error: unknown): unknown {
  if (!(error instanceof AuthcheckError)) return error;
  return new RunError(
    error.code,
    `${error.message} The new refresh token is lost, and the one that was kept may be spent.`,
    {
      hint: `${error.hint ?? ''} Then sign in again: mcp-authcheck login.`.trim(),
      cause: error,
      retryable: false,
    },
  );
}

/** A login as a flow of this run would have brought it: what counts is its refresh token. */
function tokensOf({ refreshToken, boundTo, scopes }: StoredToken, io: Io): TokenSet {
  return {
    accessToken: io.vault.keep(''),
    tokenType: 'none',
    expiresAt: null,
    scopes: null,
    refreshToken,
    library: 'none',
    exchanges: [],
    ...(boundTo === undefined ? {} : { clientId: boundTo }),
    ...(scopes === undefined ? {} : { requestedScopes: scopes }),
  };
}

function loginOf({ request }: FlowStep, brought: TokenSet): StoredToken | undefined {
  const { refreshToken, clientId, proof, requestedScopes = [] } = brought;
  // RFC 9449 §5: without the key, which is not kept, the token is worth nothing.
  if (refreshToken === undefined || proof !== undefined) return undefined;
  const named = request.clientId !== undefined && request.clientId !== '';
  return {
    refreshToken,
    ...(named || clientId === undefined ? {} : { boundTo: clientId }),
    ...(requestedScopes.length === 0 ? {} : { scopes: requestedScopes }),
  };
}
