import type { Exchange, Finding, Tried } from '../../../types.ts';
import { failedIds, isProtected } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';

/** A place at which a client has to find the metadata and does not. */
export interface Unreadable {
  readonly tried: Tried;
  /** What is known of the answer besides. */
  readonly answer: Exchange | undefined;
  /** Whether the challenge leads there. */
  readonly isNamed: boolean;
  /** Where the metadata is all the same. */
  readonly elsewhere: string | undefined;
  readonly severity: Finding['severity'];
  readonly results: readonly string[];
}

/**
 * The first place that decides: of a protected endpoint without metadata the first one that was tried; else the one
 * that the challenge names, because most clients look nowhere else, or a well-known one that is not simply empty.
 */
export function unreadable(symptoms: Symptoms): Unreadable | undefined {
  const { discovery } = symptoms.evidence;
  if (discovery === null || !isProtected(discovery) || discovery.legacyFallback !== undefined)
    return undefined;
  const { challenge, protectedResourceMetadata: metadata, protectedResourceTried } = discovery;
  const places = metadata === null ? protectedResourceTried : [...metadata.tried, ...protectedResourceTried];
  const [tried] = metadata === null ? telling(places) : places;
  if (tried === undefined) return undefined;
  const isNamed = tried.url === challenge?.parameters.resource_metadata;
  return {
    tried,
    answer: answerOf(symptoms, tried.url),
    isNamed,
    elsewhere: metadata?.url,
    severity: metadata === null || isNamed ? 'error' : 'warning',
    results: failedIds(symptoms, ({ id }) => id.startsWith('discovery/')),
  };
}

/** What is simply not there tells less than what is there and cannot be read. */
function telling(places: readonly Tried[]): readonly Tried[] {
  return [...places.filter(({ status }) => !isAbsent(status)), ...places];
}

export function isAbsent(status: number | null): boolean {
  return status === 404 || status === 410;
}

export function isRedirect({ status, outcome }: Tried): boolean {
  return outcome.startsWith('redirect.') || (status !== null && status >= 300 && status < 400);
}

/** What answers there has a name of its own: a refusal, an error, a redirect, a page. */
export function isTelling(place: Unreadable): boolean {
  const { status } = place.tried;
  const isRefused = status === 401 || status === 403 || (status ?? 0) >= 500;
  return isRefused || isRedirect(place.tried) || isPage(place);
}

export function isPage({ tried, answer }: Pick<Unreadable, 'tried' | 'answer'>): boolean {
  return tried.status === 200 && /html/i.test(answer?.contentType ?? tried.outcome);
}

/** How a place answered that was asked on the road. */
export function answerOf({ exchanges }: Symptoms, url: string): Exchange | undefined {
  return exchanges.find((exchange) => exchange.phase === 'discovery' && exchange.url === url);
}

/** "It is at …, too, but …": what the finding adds where the metadata can be had in another place. */
export function butElsewhere({ elsewhere, isNamed }: Unreadable): string {
  if (elsewhere === undefined) return '';
  return isNamed
    ? ` The metadata is at ${elsewhere}, but clients follow the challenge and most look nowhere else.`
    : ` The metadata is at ${elsewhere}, where clients look last.`;
}
