import type { KnownRule } from '../../known-rule.ts';
import { found } from '../../look.ts';
import { letIn, NO_TOKEN } from '../../refusals.ts';

/** Where a request without a good token is sent, so that 401 is the answer. */
const GROUPS: ReadonlySet<string> = new Set(['endpoint', 'coverage', 'session', 'leakage']);

/** What has to be refused in another way: these come with a good token, or with none on purpose. */
const OTHERWISE: ReadonlySet<string> = new Set([
  'session/ends-when-deleted',
  'coverage/refuses-header-that-contradicts-body',
]);

export const refusesInTheWrongWay: KnownRule = {
  code: 'endpoint/refuses-in-the-wrong-way',
  leg: 'check',
  about: {
    title: 'The endpoint refuses, but not with 401.',
    cause: 'A missing or invalid token comes to 400, 403, 500, a redirect, or 200 with an error inside.',
    fix: 'Answer 401 with WWW-Authenticate: Bearer whenever a token is missing or invalid.',
  },
  diagnose: (symptoms) => {
    const open = new Set(letIn(symptoms, [NO_TOKEN], []).map(({ protocol }) => protocol));
    const odd = symptoms.results.filter(
      ({ id, group, verdict, accepted, protocol }) =>
        verdict === 'fail' &&
        accepted === false &&
        GROUPS.has(group) &&
        !OTHERWISE.has(id) &&
        !open.has(protocol),
    );
    const [first] = odd;
    if (first === undefined) return [];
    const results = [...new Set(odd.map(({ id }) => id))];
    const more = results.length - 1;
    return [
      found(
        'The endpoint refuses, but not with 401, so clients do not learn that a token is needed.',
        `${first.message}${more > 0 ? ` ${more} more ${more === 1 ? 'check' : 'checks'} saw the like.` : ''} Nothing was let in.`,
        'Answer 401 with WWW-Authenticate: Bearer whenever a token is missing or invalid, before session, method or body are looked at: clients sign in, or get a new token, at 401 only (RFC 6750 §3.1). An exception in the validation must end there, too, and not in 500.',
        { results },
      ),
    ];
  },
};
