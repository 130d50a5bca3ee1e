import type { Check } from '../check.ts';
import { answersExpectedResults } from './answers-expected-results.ts';
import { listsExpectedTools } from './lists-expected-tools.ts';

/** What lies behind the door. */
export const serverChecks: readonly Check[] = [listsExpectedTools, answersExpectedResults];
