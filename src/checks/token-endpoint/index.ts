import type { Check } from '../check.ts';
import { answersAreNotStored } from './answers-are-not-stored.ts';
import { honoursResource } from './honours-resource.ts';
import { issuesTokensToMachines } from './issues-tokens-to-machines.ts';
import { refusesPlainHttp } from './refuses-plain-http.ts';
import { rejectsPasswordGrant } from './rejects-password-grant.ts';
import { rejectsUnknownResource } from './rejects-unknown-resource.ts';
import { rejectsUnknownScope } from './rejects-unknown-scope.ts';
import { rejectsWrongSecret } from './rejects-wrong-secret.ts';
import { takesPostOnly } from './takes-post-only.ts';
import { verifiesClientAssertions } from './verifies-client-assertions.ts';

/** The authorization server, asked by its clients. */
export const tokenEndpointChecks: readonly Check[] = [
  issuesTokensToMachines,
  answersAreNotStored,
  honoursResource,
  rejectsUnknownResource,
  rejectsUnknownScope,
  rejectsWrongSecret,
  verifiesClientAssertions,
  takesPostOnly,
  rejectsPasswordGrant,
  refusesPlainHttp,
] as readonly Check[];
