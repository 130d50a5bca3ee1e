/** The results that say that a call did not bring what it should. */
export const ANSWERS: ReadonlySet<string> = new Set(['road/call', 'server/answers-expected-results']);
