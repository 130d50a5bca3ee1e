import type { Check } from '../check.ts';
import { authorizedAnswersAreNotCachedPublicly } from './authorized-answers-are-not-cached-publicly.ts';
import { cacheHintsArePresent } from './cache-hints-are-present.ts';
import { keepsTokensToItself } from './keeps-tokens-to-itself.ts';
import { publicCacheScopeIsTheSameForAll } from './public-cache-scope-is-the-same-for-all.ts';
import { refusalsAreNotCachedPublicly } from './refusals-are-not-cached-publicly.ts';
import { rejectsTokenOfUpstreamApi } from './rejects-token-of-upstream-api.ts';
import { speaksModernTls } from './speaks-modern-tls.ts';

/** Nothing secret leaks, nothing private is cached. */
export const leakageChecks: readonly Check[] = [
  keepsTokensToItself,
  authorizedAnswersAreNotCachedPublicly,
  refusalsAreNotCachedPublicly,
  publicCacheScopeIsTheSameForAll,
  cacheHintsArePresent,
  rejectsTokenOfUpstreamApi,
  speaksModernTls,
];
