import type { AuthorizationServerMetadata, Evidence, Revision } from '../types.ts';
import type { Check, CheckContext, Judgement } from './check.ts';
import type { Described } from './discovered.ts';
import { hasCodeFlow } from './letter.ts';
import { spokenRevisions } from './revisions.ts';

/** What the authorization server publishes of itself, with what decides how much a gap in it weighs. */
export interface Published {
  readonly document: AuthorizationServerMetadata;
  /** Where it was found. */
  readonly url: string;
  /** Whether people sign in there, so that there are authorization requests and responses. */
  readonly hasCodeFlow: boolean;
  readonly provider: Provider;
  /** The newest revision of each era that the endpoint speaks, or may speak. */
  readonly revisions: readonly Revision[];
  readonly exchanges: readonly number[];
}

export interface Provider {
  readonly title: string;
  /** Its metadata is the same for everybody: who uses it cannot mend it. */
  readonly isGiven: boolean;
  /** It does PKCE without saying so. */
  readonly pkceUnadvertised: boolean;
}

/** A check that reads the authorization server's metadata as discovery found it; nothing is sent. */
export function serverMetadataCheck(
  check: Described & {
    readonly unmet?: (published: Published, context: CheckContext) => string | undefined;
    readonly judge: (published: Published) => Omit<Judgement, 'exchanges'>;
  },
): Check<Published> {
  const { unmet, judge, ...described } = check;
  return {
    ...described,
    per: 'target',
    unmet: (context) => noMetadata(context) ?? unmet?.(published(context), context),
    observe: async (context) => published(context),
    judge: (observation) => ({ ...judge(observation), exchanges: observation.exchanges }),
  };
}

/** Why there is nothing to read, if so. */
export function noMetadata({ evidence: { discovery } }: CheckContext): string | undefined {
  if (discovery === null) return 'The endpoint could not be asked what it says of itself.';
  if (discovery.legacyFallback === 'paths')
    return 'There is no authorization server metadata: the default paths of revision 2025-03-26 are used.';
  return discovery.authorizationServerMetadata === null
    ? 'There is no authorization server metadata to look at.'
    : undefined;
}

/** The metadata in use; empty where there is none. */
export function published({ evidence }: CheckContext): Published {
  const { discovery } = evidence;
  const found = discovery?.authorizationServerMetadata ?? null;
  return {
    document: found?.document ?? {},
    url: found?.url ?? '',
    hasCodeFlow: discovery !== null && hasCodeFlow(discovery),
    provider: providerOf(evidence),
    revisions: spokenRevisions(evidence),
    exchanges: found === null ? [] : [found.exchange],
  };
}

export function providerOf({ profile: { name, title, pkceUnadvertised } }: Evidence): Provider {
  return { title, isGiven: name === 'entra', pkceUnadvertised };
}

/** Why a gap in a provider's own document is no more than a note. */
export function givenBy({ title }: Provider): string {
  return `${title} publishes the same for every tenant, so nobody who uses it can change that`;
}

/** A member that lists words; undefined: absent, or no list. */
export function listed(document: AuthorizationServerMetadata, member: string): readonly string[] | undefined {
  const value = document[member];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
}

/** Whether the issuer was named by a server, so that its locations may not lie just anywhere. */
export function isNamedByServer({ evidence: { target, profile } }: CheckContext): boolean {
  return target.issuer === undefined && profile.issuerOf(target) === undefined;
}
