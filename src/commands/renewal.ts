import { AuthcheckError, TokenError } from '../errors.ts';
import type { FlowStep, Renewal } from '../job.ts';
import { quote, quoteAll } from '../text/quote.ts';
import type { Discovery, FlowRequest, Profile, Renew, Token, TokenRefusal, TokenSet } from '../types.ts';

/** What getting another token takes; each is a piece of the road. */
export interface RenewalMeans {
  readonly obtain: (step: FlowStep) => Promise<TokenSet>;
  /** Whether somebody is there who can sign in. */
  readonly personPresent: boolean;
  /** Says to whoever is asked to sign in once more why that is. */
  readonly tell: (message: string) => void;
  readonly read: (step: FlowStep, tokens: TokenSet) => Promise<Token>;
  /** Reads again what the endpoint and its authorization server publish, beginning at a challenge. */
  readonly rediscover: (
    step: FlowStep,
    challenge: Discovery['challenge'],
  ) => Promise<{ readonly discovery: Discovery; readonly profile: Profile }>;
}

/** Flows whose token nobody here can replace. */
const GIVEN: ReadonlySet<string> = new Set(['bearer', 'none']);

/**
 * What a client does when the endpoint refuses a token in the middle of a conversation (MCP authorization,
 * "Scope Challenge Handling", "Token Handling"): asks for more scopes on 403, keeping those it had; on 401,
 * after the token had been good, looks whether the endpoint names another authorization server now, and
 * refreshes or starts again. Each is tried once in a flow, whether or not it brings a token, because a person
 * may have to sign in for it. Scopes that the user gave literally are not added to. `renewals` fills up as it
 * goes.
 */
export function renewalOf(
  step: FlowStep,
  tokens: TokenSet,
  means: RenewalMeans,
): { readonly renew: Renew; readonly renewals: readonly Renewal[] } {
  const renewals: Renewal[] = [];
  let current: FlowStep = step;
  let latest = tokens;
  const tried = new Set<string>();

  const isFirst = (attempt: string): boolean => tried.size < tried.add(attempt).size;

  const adopt = async (next: FlowStep, why: Renewal['why'], moved?: Renewal['found']): Promise<TokenSet> => {
    if (next.request.flow !== 'refresh_token')
      means.tell(`Once more, because the endpoint ${reasonFor(why, next)}.`);
    const fresh = await means.obtain(next).catch((error: unknown) => {
      throw inContext(error, why, next);
    });
    const token = await means.read(next, fresh);
    current = { ...next, request: current.request };
    latest = fresh;
    renewals.push({ why, tokens: fresh, token, ...(moved === undefined ? {} : { found: moved }) });
    return fresh;
  };

  const renew: Renew = async (refusal) => {
    if (GIVEN.has(step.request.flow)) return undefined;
    if (refusal.status === 403) {
      // A refresh brings no more than was granted; whoever signed in can grant it, if somebody is there.
      const first = firstOf(current);
      if (first !== current.request && !means.personPresent) return undefined;
      const scopes = widened({ ...current, request: first }, latest, refusal);
      if (scopes === undefined || !isFirst([...scopes].sort().join(' '))) return undefined;
      return adopt({ ...current, request: { ...first, scopes } }, 'scope');
    }
    if (!refusal.wasAccepted || !isFirst('401')) return undefined;
    const found = await means.rediscover(current, refusal.challenge);
    if (isElsewhere(found.discovery, current)) {
      const first = firstOf(current);
      requireClientOfItsOwn(first, current, found.discovery);
      return adopt({ ...current, ...found, request: first, earlier: [] }, 'moved', found);
    }
    // What could be read before may be out of reach for a moment.
    const known = found.discovery.authorizationServerMetadata === null ? current : { ...current, ...found };
    return adopt(again(known, latest), 'expired');
  };
  return { renew, renewals };
}

/**
 * The scopes asked for so far and those that the challenge names (MCP 2026-07-28, step-up: the union); the
 * profile spells them. undefined: it names nothing new, so asking again would bring the same token.
 */
function widened(step: FlowStep, tokens: TokenSet, { challenge }: TokenRefusal): FlowRequest['scopes'] {
  const { request, profile, target, discovery } = step;
  if (request.scopes !== undefined || request.flow === 'refresh_token' || challenge === null) {
    return undefined;
  }
  if ((challenge.parameters.scope ?? '').trim() === '') return undefined;
  const asked = tokens.requestedScopes ?? [];
  const wanted = profile.scopes(request.flow, target, { ...discovery, challenge });
  const union = [...new Set([...asked, ...wanted])];
  return union.length === asked.length ? undefined : union;
}

/**
 * Whether another authorization server is in use now, or none of those that were named is. A pinned issuer stays
 * what it was; whether the endpoint still names it is for the pinning to judge. Metadata that could not be read
 * is no news.
 */
function isElsewhere(found: Discovery, { discovery }: FlowStep): boolean {
  const known = new Set(discovery.authorizationServers);
  const named = found.authorizationServers;
  if (named.length > 0 && !named.some((one) => known.has(one))) return true;
  return found.authorizationServerMetadata !== null && found.issuer !== discovery.issuer;
}

/** How the first token came: elsewhere there is nothing to refresh. */
function firstOf({ request, earlier }: FlowStep): FlowRequest {
  if (request.flow !== 'refresh_token') return request;
  return earlier.findLast((one) => one.request.flow !== 'refresh_token')?.request ?? request;
}

/**
 * MCP 2026-07-28, client registration: an id that was given by one authorization server is never shown to
 * another. With a pinned issuer the pinning says so, in its own words.
 */
function requireClientOfItsOwn(
  { clientId }: FlowRequest,
  { discovery, target, profile }: FlowStep,
  found: Discovery,
): void {
  const isPinned = target.issuer !== undefined || profile.issuerOf(target) !== undefined;
  if (clientId === undefined || clientId === '' || isPinned) return;
  throw new TokenError(
    'issuer.not_pinned',
    `The client id was given by ${quote(discovery.issuer ?? 'another')} and goes to no other. Nothing was sent to ${quote(found.issuer ?? '')}.`,
    {
      target: target.name,
      phase: 'session',
      hint: 'Find out why the endpoint moved. If the new authorization server is right, run again with a client that is registered there, and pin it with --issuer.',
    },
  );
}

/** By the refresh token where there is one, else the way the first token came, for the scopes it had. */
function again(step: FlowStep, tokens: TokenSet): FlowStep {
  const { request, earlier } = step;
  if (tokens.refreshToken !== undefined) {
    const refresh = { ...request, flow: 'refresh_token' };
    return { ...step, request: refresh, earlier: [...earlier, { request, tokens }] };
  }
  const scopes = request.scopes ?? tokens.requestedScopes;
  return scopes === undefined ? step : { ...step, request: { ...request, scopes } };
}

/** The authorization server's refusal alone would not say what it was asked for, in the middle of a conversation. */
function inContext(error: unknown, why: Renewal['why'], next: FlowStep): unknown {
  if (!(error instanceof AuthcheckError)) return error;
  return new TokenError(error.code, `${error.message} This was after the endpoint ${reasonFor(why, next)}.`, {
    ...error.toJSON(),
    phase: 'session',
    exchanges: error.exchanges,
    cause: error,
  });
}

/** What the endpoint did, as the end of a sentence. */
function reasonFor(why: Renewal['why'], { request, discovery }: FlowStep): string {
  return {
    scope: `asked for more scopes (403); wanted were ${quoteAll(request.scopes ?? [])}`,
    expired: 'refused the token that it had taken before (401)',
    moved: `refused the token and named other authorization servers: ${quoteAll(discovery.authorizationServers)}`,
  }[why];
}
