import type { Secret } from '../../secret.ts';
import type { CodeAnswer, FormParameters, ServerAnswer } from '../../types.ts';
import type { CheckContext } from '../check.ts';
import { frontProbe } from '../front-channel.ts';
import { once } from '../once.ts';
import { wordsOf } from '../permissions.ts';
import { listed } from '../server-metadata.ts';
import { anotherCode, control, redeem, resourceOf } from './sign-in.ts';

/** What the refresh token of a sign-in of its own was used for, step by step; the run's own is left alone. */
export interface Refreshes {
  /** The sign-in's token answer. */
  readonly redeemed: ServerAnswer;
  readonly asked: readonly string[];
  /** A scope that was not asked for; undefined: the server names no other. */
  readonly further: string | undefined;
  /** A refresh for more than was granted. */
  readonly widened?: ServerAnswer;
  /** A refresh as it should be. */
  readonly fresh?: ServerAnswer;
  /** The same refresh token once more. */
  readonly again?: ServerAnswer;
  /** And once more a minute later, where it was still good and there was time to wait. */
  readonly later?: ServerAnswer;
}

/** Longer than the time for which servers let an old refresh token live, in case the new one got lost on the way. */
const GRACE_MS = 65_000;

/** One sign-in for both checks of refresh tokens. */
export function refreshes(context: CheckContext): Promise<Refreshes> {
  return once(context, 'sign-in/refreshes', () => observeRefreshes(context));
}

async function observeRefreshes(context: CheckContext): Promise<Refreshes> {
  const { came: first } = await control(context);
  const { asked, further } = scopesOf(context, first);
  const came = await anotherCode(context, asked.length === 0 ? {} : { scope: asked.join(' ') });
  const redeemed = await redeem(context, came);
  const steps = { redeemed, asked, further };
  const { refreshToken } = redeemed;
  if (refreshToken === undefined) return steps;
  const refresh = (token: Secret, changes: FormParameters = {}) =>
    frontProbe(context).token({
      parameters: {
        grant_type: 'refresh_token',
        refresh_token: token,
        ...resourceOf(came),
        ...changes,
      },
    });
  const widened =
    further === undefined ? undefined : await refresh(refreshToken, { scope: [...asked, further].join(' ') });
  const current = widened?.refreshToken ?? refreshToken;
  const fresh = await refresh(current);
  const all = { ...steps, ...(widened === undefined ? {} : { widened }), fresh };
  if (fresh.accessToken === undefined) return all;
  const again = await refresh(current);
  const mayWait = (context.allows?.waitExpiryMs ?? 0) >= GRACE_MS;
  if (again.accessToken === undefined || !mayWait) return { ...all, again };
  await context.wait?.(GRACE_MS);
  return { ...all, again, later: await refresh(current) };
}

/** Scopes that belong to no API. A refresh token may hang on `offline_access`. */
const OIDC: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];

/**
 * What to ask for at the sign-in, so that there is something more to ask for afterwards: the flow's scopes but one,
 * else all of them and another one that the server names.
 */
function scopesOf(context: CheckContext, { request }: CodeAnswer): Pick<Refreshes, 'asked' | 'further'> {
  const usual = withOfflineAccess(
    wordsOf(new URL(request.url).searchParams.get('scope') ?? undefined),
    context,
  );
  // Entra ID: stands for whatever was consented to, and mixes with no other scope of an API.
  if (usual.some((scope) => scope.endsWith('/.default'))) return { asked: usual, further: undefined };
  const api = usual.filter((scope) => !OIDC.includes(scope));
  const last = api.at(-1);
  if (api.length > 1 && last !== undefined)
    return { asked: usual.filter((scope) => scope !== last), further: last };
  const { protectedResourceMetadata, authorizationServerMetadata } = context.evidence.discovery ?? {};
  const named = [
    ...(listed(protectedResourceMetadata?.document ?? {}, 'scopes_supported') ?? []),
    ...(listed(authorizationServerMetadata?.document ?? {}, 'scopes_supported') ?? []),
  ];
  const others = named.filter((scope) => !OIDC.includes(scope) && !usual.includes(scope));
  return { asked: usual, further: usual.length === 0 ? undefined : others[0] };
}

/** Libraries add it by themselves, so that the flow has a refresh token although nobody named the scope. */
function withOfflineAccess(scopes: readonly string[], { evidence }: CheckContext): readonly string[] {
  const { flows, discovery } = evidence;
  const document = discovery?.authorizationServerMetadata?.document ?? {};
  const had = flows.some(
    ({ request, tokens }) => request.flow !== 'refresh_token' && tokens?.refreshToken !== undefined,
  );
  const isOffered = listed(document, 'scopes_supported')?.includes('offline_access') === true;
  return !had || !isOffered || scopes.includes('offline_access') ? scopes : [...scopes, 'offline_access'];
}

/** Scopes of a token answer; undefined: it does not say. */
export function grantedBy({ members }: ServerAnswer): readonly string[] | undefined {
  return typeof members.scope === 'string' ? wordsOf(members.scope) : undefined;
}
