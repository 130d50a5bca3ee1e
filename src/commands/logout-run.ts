import { rememberIssuer } from '../flows/provenance.ts';
import { revokeRefreshToken } from '../flows/revoke.ts';
import type { Io } from './io.ts';
import { loginKey } from './kept-login.ts';
import { type CommonFlags, prepare, theOne } from './prepare.ts';
import { createRoad } from './road.ts';
import { keptRegistrations, loginStore } from './token-store.ts';

/** Forgets the kept login, and tells the authorization server where it has a revocation endpoint. */
export async function logout(io: Io, flags: CommonFlags, name: string | undefined): Promise<number> {
  const { targets, network, person, close } = await prepare(
    io,
    { ...flags, flow: ['authorization_code'] },
    name === undefined ? [] : [name],
  );
  const target = theOne(targets);
  try {
    const registrations = keptRegistrations(io, flags);
    const road = createRoad({ network, person, now: io.now, bothShapes: false, refresh: false });
    const opened = { target, ...road.open(target) };
    const found = await road.discover(opened);
    const [request] = target.flows;
    if (request === undefined) return 0;
    const store = loginStore(io, flags);
    const key = loginKey({ ...found, request, target });
    const kept = await store.get(key);
    if (kept === undefined) {
      io.err(`There is no login to forget for ${target.name}.\n`);
      return 0;
    }
    await store.delete(key);
    rememberIssuer(kept.refreshToken, key.issuer);
    const context = { ...opened, ...found, request, person, registrations, earlier: [], now: io.now };
    const revoked = await revokeRefreshToken(context, kept.refreshToken, kept.boundTo).catch(
      (error: unknown) => {
        io.err('Forgotten here, but not revoked: the token lives until it expires.\n');
        throw error;
      },
    );
    io.err(
      revoked
        ? 'Forgotten, and revoked at the authorization server.\n'
        : 'Forgotten. The authorization server has no revocation endpoint: the token lives until it expires.\n',
    );
    return 0;
  } finally {
    await close();
  }
}
