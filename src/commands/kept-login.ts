import { homedir } from 'node:os';
import { rememberIssuer } from '../flows/provenance.ts';
import type { FlowStep, Road } from '../job.ts';
import { createTokenStore, type TokenKey, type TokenStore, tokenStoreDirectory } from '../token/index.ts';
import type { TokenSet } from '../types.ts';
import type { Io } from './io.ts';

const USER_FLOWS = ['authorization_code', 'device_code', 'refresh_token'];

/** Where logins are kept between runs, readable by this user alone. */
export function loginStore(io: Io): TokenStore {
  return createTokenStore({
    directory: tokenStoreDirectory(io.environment, process.platform, homedir()),
    vault: io.vault,
    onNotice: (message) => io.err(`${message}\n`),
  });
}

/** A login belongs to one issuer, client and resource; every flow in which a person signs in shares it. */
export function loginKey(step: Pick<FlowStep, 'discovery' | 'request' | 'target'>): TokenKey {
  return {
    issuer: step.discovery.issuer ?? step.target.issuer ?? '',
    clientId: step.request.clientId ?? '',
    resource: step.target.url,
    flow: 'authorization_code',
  };
}

export interface KeptLogin {
  /** The same step, by the refresh token of an earlier `login`. */
  readonly step: FlowStep;
  /** Keeps the refresh token that came with the answer: the old one may be spent. */
  readonly renew: (tokens: TokenSet) => Promise<void>;
}

/** The login that `login` kept for this target, when the flow is a person's and there is one. */
export async function keptLogin(io: Io, step: FlowStep): Promise<KeptLogin | undefined> {
  const { request } = step;
  if (!USER_FLOWS.includes(request.flow)) return undefined;
  const store = loginStore(io);
  const key = loginKey(step);
  const kept = await store.get(key);
  if (kept === undefined) return undefined;
  rememberIssuer(kept.refreshToken, key.issuer);
  io.err('Using the login that mcp-authcheck login kept.\n');
  const tokens: TokenSet = {
    accessToken: io.vault.keep(''),
    tokenType: 'none',
    expiresAt: null,
    scopes: null,
    refreshToken: kept.refreshToken,
    library: 'none',
    exchanges: [],
  };
  return {
    step: {
      ...step,
      request: { ...request, flow: 'refresh_token' },
      earlier: [{ request: { ...request, flow: 'authorization_code' }, tokens }],
    },
    renew: async ({ refreshToken }) => {
      if (refreshToken !== undefined) await store.put(key, { refreshToken });
    },
  };
}

/** The road, on which a refresh without an earlier flow takes the login that `login` kept. */
export function withKeptLogins(road: Road, io: Io): Road {
  return {
    ...road,
    obtain: async (step) => {
      const wanted = step.request.flow === 'refresh_token' && step.earlier.length === 0;
      const kept = wanted ? await keptLogin(io, step) : undefined;
      const tokens = await road.obtain(kept?.step ?? step);
      await kept?.renew(tokens);
      return tokens;
    },
  };
}
