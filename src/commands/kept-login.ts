import { homedir } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { rememberIssuer } from '../flows/provenance.ts';
import { createRegistrations } from '../flows/registrations.ts';
import type { FlowStep, Road } from '../job.ts';
import { breakCommands } from '../reporters/escape.ts';
import type { Secret } from '../secret.ts';
import {
  createRegistrationStore,
  createTokenStore,
  type StoredToken,
  type TokenKey,
  type TokenStore,
  tokenStoreDirectory,
} from '../token/index.ts';
import type { Registrations, TokenSet } from '../types.ts';
import type { Io } from './io.ts';

const USER_FLOWS = ['authorization_code', 'device_code', 'refresh_token'];

/** Where logins are kept between runs, readable by this user alone. */
export function loginStore(io: Io): TokenStore {
  return createTokenStore(storeOptions(io));
}

/** Clients that authorization servers registered on request, kept beside the logins. One for a whole run. */
export function keptRegistrations(io: Io): Registrations {
  const options = storeOptions(io);
  return createRegistrations(createRegistrationStore(options), options.onNotice);
}

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
export async function keepLogin(io: Io, step: FlowStep, tokens: TokenSet): Promise<void> {
  const login = loginOf(step, tokens);
  if (login !== undefined) {
    await loginStore(io).put(loginKey(step), login);
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
  /** Keeps what came for a kept refresh token, or for one that came for it: the old ones may be spent. */
  readonly renewed: (step: FlowStep, tokens: TokenSet) => Promise<void>;
}

export function createKeptLogins(io: Io): KeptLogins {
  const store = loginStore(io);
  /** Refresh tokens of kept logins, and under what they are kept. */
  const kept = new WeakMap<Secret, TokenKey>();
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
      rememberIssuer(login.refreshToken, key.issuer);
      kept.set(login.refreshToken, key);
      io.err('Using the login that mcp-authcheck login kept.\n');
      const earlier = { request: { ...request, flow: 'authorization_code' }, tokens: tokensOf(login, io) };
      return { ...step, request: { ...request, flow: 'refresh_token' }, earlier: [earlier] };
    },
    renewed: async (step, brought) => {
      const spent = step.earlier.findLast(({ tokens }) => tokens.refreshToken !== undefined)?.tokens;
      const key = spent?.refreshToken === undefined ? undefined : kept.get(spent.refreshToken);
      const login = loginOf(step, brought);
      if (key === undefined || login === undefined || !isDeepStrictEqual(key, loginKey(step))) return;
      await store.put(key, login);
      kept.set(login.refreshToken, key);
    },
  };
}

/** `obtain`, by which a refresh without an earlier flow takes the login that `login` kept, and keeps it up to date. */
export function withKeptLogins(obtain: Road['obtain'], logins: KeptLogins): Road['obtain'] {
  return async (step) => {
    const alone = step.request.flow === 'refresh_token' && step.earlier.length === 0;
    const taken = (alone ? await logins.take(step) : undefined) ?? step;
    const tokens = await obtain(taken);
    await logins.renewed(taken, tokens);
    return tokens;
  };
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

function storeOptions(io: Io) {
  return {
    directory: tokenStoreDirectory(io.environment, process.platform, homedir()),
    vault: io.vault,
    onNotice: (message: string) => io.err(`${breakCommands(message)}\n`),
  };
}
