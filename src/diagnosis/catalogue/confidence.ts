/**
 * How well something is known: `recorded` from answers of the real service, `reported` by users in part,
 * `documented` by its maker without saying how the answer looks, `unverified` otherwise.
 */
export type Confidence = 'recorded' | 'reported' | 'documented' | 'unverified';
