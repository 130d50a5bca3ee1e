import { isLoopbackHost } from '../text/loopback.ts';
import type { Discovery, Revision, UnauthenticatedAnswer } from '../types.ts';
import type { Check, CheckContext, Judgement } from './check.ts';
import { spokenRevisions } from './revisions.ts';

/** What a check says of itself, whatever it looks at. */
export type Described = Pick<
  Check,
  | 'id'
  | 'title'
  | 'level'
  | 'spec'
  | 'revisions'
  | 'needs'
  | 'concerns'
  | 'passes'
  | 'fails'
  | 'cannotKnow'
  | 'fix'
>;

/** A check that reads what discovery found; nothing is sent. */
export function discoveryCheck({
  unmet,
  judge,
  ...described
}: Described & {
  readonly unmet?: (discovery: Discovery, context: CheckContext) => string | undefined;
  readonly judge: (found: Found) => Judgement;
}): Check<Found> {
  return {
    ...described,
    per: 'target',
    unmet: (context) => notDiscovered(context) ?? unmet?.(discoveryOf(context), context),
    observe: async (context) => foundIn(context),
    judge,
  };
}

export interface Found {
  /** The endpoint as the user gave it. */
  readonly url: string;
  readonly discovery: Discovery;
  /** The newest revision of each era that the endpoint speaks, or may speak. */
  readonly revisions?: readonly Revision[];
}

export function foundIn(context: CheckContext): Found {
  const { evidence } = context;
  return {
    url: evidence.target.url,
    discovery: discoveryOf(context),
    revisions: spokenRevisions(evidence),
  };
}

/** Why there is nothing to look at, if so. */
export function notDiscovered({ evidence }: CheckContext): string | undefined {
  return evidence.discovery === null ? 'The endpoint could not be asked what it says of itself.' : undefined;
}

function discoveryOf({ evidence }: CheckContext): Discovery {
  return evidence.discovery ?? nothing;
}

/** The refusals that have to carry a challenge: 401 to a request without a token. */
export function unauthorized(discovery: Discovery): readonly UnauthenticatedAnswer[] {
  return discovery.answers.filter((answer) => answer.status === 401);
}

/** Why the challenge cannot be looked at, if so. */
export function noChallenge({ challenge }: Discovery): string | undefined {
  return challenge === null
    ? 'No request without a token was answered with a Bearer or DPoP challenge.'
    : undefined;
}

/** Numbers of the exchanges that brought the refusals. */
export function exchangesOf(answers: readonly { readonly exchange: number }[]): readonly number[] {
  return answers.map(({ exchange }) => exchange);
}

/** Absolute, https or plain http on this machine; the reason when not. */
export function urlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is no absolute URL';
  const { protocol, hostname } = new URL(text);
  if (protocol === 'https:') return undefined;
  if (protocol !== 'http:') return `has the scheme "${protocol.slice(0, 30)}"; https was expected`;
  return isLoopbackHost(hostname) ? undefined : 'is not https';
}

/** Every place that was tried, with what it answered. */
export function describeTried(tried: Discovery['protectedResourceTried']): string {
  if (tried.length === 0) return 'nothing was tried';
  return tried.map(({ url, outcome }) => `${url}: ${outcome}`).join('; ');
}

const nothing: Discovery = {
  answers: [],
  challenge: null,
  protectedResourceMetadata: null,
  protectedResourceTried: [],
  issuer: null,
  authorizationServers: [],
  authorizationServerMetadata: null,
  authorizationServerTried: [],
  resource: null,
  notes: [],
};
