import { serverOf } from '../discovery/index.ts';
import { AuthcheckError, type ErrorObject, EXIT_CODES } from '../errors.ts';
import { rememberIssuer } from '../flows/provenance.ts';
import { revokeRefreshToken } from '../flows/revoke.ts';
import type { Network } from '../http/index.ts';
import { issuerMatches, profileFor } from '../profiles/index.ts';
import { breakCommands } from '../reporters/escape.ts';
import { jsonText } from '../reporters/index.ts';
import { quote } from '../text/quote.ts';
import type { StoredToken, TokenKey } from '../token/index.ts';
import type { FlowRequest, Registrations, Target } from '../types.ts';
import { loadTargets } from './config/index.ts';
import type { Io } from './io.ts';
import type { LogoutFlags } from './logout.ts';
import { personAt } from './person.ts';
import { inputsOf, openNetwork } from './prepare.ts';
import { keptRegistrations, loginStore } from './token-store.ts';

/** What became of one login. It is no longer kept here in any case. */
interface Forgotten extends Pick<TokenKey, 'resource' | 'issuer' | 'clientId'> {
  /** null: the authorization server has no revocation endpoint, so the token lives until it expires. */
  readonly revoked: boolean | null;
  readonly error?: ErrorObject;
}

/**
 * Forgets every kept login and revokes each where its authorization server can. One that fails does not keep the
 * others; the exit code is then that of the failures, or 9 when they differ.
 */
export async function logoutAll(io: Io, flags: LogoutFlags): Promise<number> {
  const store = loginStore(io, flags);
  const keys = await store.list();
  const forgotten: Forgotten[] = [];
  if (keys.length > 0) {
    const network = await openNetwork(io, flags);
    try {
      const registrations = keptRegistrations(io, flags);
      const configured = await configuredTargets(io, flags);
      for (const key of keys) {
        if (io.signal.aborted) break;
        const login = await store.get(key);
        if (login === undefined || !(await store.delete(key))) continue;
        const given = { io, flags, network, registrations, configured };
        const { resource, issuer, clientId } = key;
        forgotten.push({ resource, issuer, clientId, ...(await revoked(key, login, given)) });
      }
    } finally {
      await network.close();
    }
  }
  tell(io, flags, forgotten);
  return exitOf(forgotten);
}

interface Given {
  readonly io: Io;
  readonly flags: LogoutFlags;
  readonly network: Network;
  readonly registrations: Registrations;
  readonly configured: readonly Target[];
}

async function revoked(
  key: TokenKey,
  { refreshToken, boundTo }: StoredToken,
  given: Given,
): Promise<Pick<Forgotten, 'revoked' | 'error'>> {
  const { io, flags, network, registrations, configured } = given;
  try {
    const { target, request } = configuredAs(key, configured) ?? (await bareTarget(key, io, flags));
    const { name, url, timeoutMs } = target;
    const http = network.open({ name, url, timeoutMs });
    // The endpoint has no say in this, and may be gone: the token goes back to where it came from.
    const pinned = { ...target, issuer: key.issuer };
    const { server, profile } = await serverOf(
      { target: pinned, http, profileFor },
      { metadata: null, tried: [], notes: [] },
    );
    rememberIssuer(refreshToken, key.issuer);
    const person = personAt(io, false);
    const discovery = { answers: [], challenge: null, ...server };
    const step = {
      target,
      request,
      profile,
      discovery,
      http,
      person,
      registrations,
      earlier: [],
      now: io.now,
    };
    return { revoked: (await revokeRefreshToken(step, refreshToken, boundTo)) ? true : null };
  } catch (error) {
    if (!(error instanceof AuthcheckError)) throw error;
    return { revoked: false, error: error.toJSON() };
  }
}

/** Targets with a client that proves itself; where there are none, every client is a public one. */
async function configuredTargets(io: Io, flags: LogoutFlags): Promise<readonly Target[]> {
  try {
    return await loadTargets(inputsOf(io, flags, []));
  } catch (error) {
    if (!(error instanceof AuthcheckError)) throw error;
    if (error.code !== 'usage.target_missing') {
      io.err(`Settings of targets are not used: ${breakCommands(error.message)}\n`);
    }
    return [];
  }
}

type Known = { readonly target: Target; readonly request: FlowRequest };

/** A credential goes to the issuer that its own target pins: what a file of logins says is not enough. */
function configuredAs(key: TokenKey, configured: readonly Target[]): Known | undefined {
  for (const target of configured) {
    const profile = profileFor(target);
    const pinned = target.issuer ?? profile.issuerOf(target);
    const isIts = pinned !== undefined && issuerMatches(profile, pinned, key.issuer);
    const request = target.flows.find(
      ({ clientId, clientMetadataUrl }) => (clientId ?? clientMetadataUrl ?? '') === key.clientId,
    );
    if (target.url === key.resource && isIts && request !== undefined) return { target, request };
  }
  return undefined;
}

/** A target of which no more is known than the login says: nothing of the environment is its credential. */
async function bareTarget(key: TokenKey, io: Io, flags: LogoutFlags): Promise<Known> {
  const { timeout, allowedOrigin } = flags;
  const client = /^https?:/.test(key.clientId)
    ? { clientMetadataUrl: key.clientId }
    : key.clientId === ''
      ? {}
      : { clientId: key.clientId };
  const own = {
    issuer: key.issuer,
    flow: ['authorization_code'],
    ...client,
    ...(timeout === undefined ? {} : { timeout }),
    ...(allowedOrigin === undefined ? {} : { allowedOrigin }),
  };
  const [target] = await loadTargets(inputsOf({ ...io, environment: {} }, own, [key.resource]));
  const request = target?.flows[0];
  if (target === undefined || request === undefined) throw new Error('one URL is one target');
  return { target, request };
}

function tell(io: Io, { format }: LogoutFlags, forgotten: readonly Forgotten[]): void {
  if (format === 'json') io.out(`${jsonText({ logins: forgotten }, 2)}\n`);
  else if (forgotten.length === 0) io.err('There is no login to forget.\n');
  else for (const one of forgotten) io.out(`${breakCommands(line(one))}\n`);
}

function line({ resource, issuer, revoked: isRevoked, error }: Forgotten): string {
  const where = `${quote(resource)} at ${quote(issuer)}`;
  if (isRevoked === true) return `${where}: forgotten, and revoked.`;
  if (error === undefined)
    return `${where}: forgotten. The authorization server has no revocation endpoint: the token lives until it expires.`;
  return `${where}: forgotten here, but not revoked: ${error.message} The token lives until it expires.`;
}

function exitOf(forgotten: readonly Forgotten[]): number {
  const exits = new Set(forgotten.flatMap(({ error }) => (error === undefined ? [] : [error.exit])));
  const [only = 0, ...others] = exits;
  return others.length === 0 ? only : EXIT_CODES.incomplete;
}
