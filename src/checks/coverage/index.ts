import type { Check } from '../check.ts';
import { refusesHeaderThatContradictsBody } from './refuses-header-that-contradicts-body.ts';
import { rejectsBatchesWithoutToken } from './rejects-batches-without-token.ts';
import { rejectsDeletingWithoutToken } from './rejects-deleting-without-token.ts';
import { rejectsDiscoverWithoutToken } from './rejects-discover-without-token.ts';
import { rejectsLegacySseWithoutToken } from './rejects-legacy-sse-without-token.ts';
import { rejectsListingPromptsWithoutToken } from './rejects-listing-prompts-without-token.ts';
import { rejectsListingResourcesWithoutToken } from './rejects-listing-resources-without-token.ts';
import { rejectsListingToolsWithoutToken } from './rejects-listing-tools-without-token.ts';
import { rejectsPathVariants } from './rejects-path-variants.ts';
import { rejectsPingWithoutToken } from './rejects-ping-without-token.ts';
import { rejectsPlainHttp } from './rejects-plain-http.ts';
import { rejectsReplayWithoutToken } from './rejects-replay-without-token.ts';
import { rejectsRequestsWithoutVersion } from './rejects-requests-without-version.ts';
import { rejectsSubscribingWithoutToken } from './rejects-subscribing-without-token.ts';
import { rejectsUnknownMethodsWithoutToken } from './rejects-unknown-methods-without-token.ts';

/** Every request is protected, not only the obvious ones. */
export const coverageChecks: readonly Check[] = [
  rejectsListingToolsWithoutToken,
  rejectsPingWithoutToken,
  rejectsListingResourcesWithoutToken,
  rejectsListingPromptsWithoutToken,
  rejectsDiscoverWithoutToken,
  rejectsSubscribingWithoutToken,
  rejectsDeletingWithoutToken,
  rejectsReplayWithoutToken,
  rejectsBatchesWithoutToken,
  rejectsUnknownMethodsWithoutToken,
  rejectsRequestsWithoutVersion,
  refusesHeaderThatContradictsBody,
  rejectsPathVariants,
  rejectsLegacySseWithoutToken,
  rejectsPlainHttp,
];
