import type { Discovery } from '../types.ts';
import type { Check, CheckContext, Judgement } from './check.ts';

/** A check that reads what discovery found; nothing is sent. */
export function discoveryCheck(
  check: Pick<Check, 'id' | 'title' | 'level' | 'spec'> & {
    readonly unmet?: (discovery: Discovery, context: CheckContext) => string | undefined;
    readonly judge: (found: Found) => Judgement;
  },
): Check<Found> {
  return {
    id: check.id,
    title: check.title,
    level: check.level,
    spec: check.spec,
    per: 'target',
    unmet: (context) =>
      context.evidence.discovery === null
        ? 'The endpoint could not be asked what it says of itself.'
        : check.unmet?.(context.evidence.discovery, context),
    observe: async ({ evidence }) => ({
      url: evidence.target.url,
      discovery: evidence.discovery ?? nothing,
    }),
    judge: check.judge,
  };
}

export interface Found {
  /** The endpoint as the user gave it. */
  readonly url: string;
  readonly discovery: Discovery;
}

/** Absolute, https or plain http on this machine; the reason when not. */
export function urlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is no absolute URL';
  const { protocol, hostname } = new URL(text);
  if (protocol === 'https:') return undefined;
  if (protocol !== 'http:') return `has the scheme "${protocol.slice(0, 30)}"; https was expected`;
  return isLoopback(hostname) ? undefined : 'is not https';
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);
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
