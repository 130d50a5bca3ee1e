import type { Check } from './check.ts';
import { present } from './forged.ts';
import { type Attempt, judgeRefusals, type Refusals, spokenEra } from './refusal.ts';
import { ERROR_HANDLING } from './sources.ts';

export interface OddHeaderRule
  extends Pick<Check, 'id' | 'title' | 'passes' | 'fails' | 'cannotKnow' | 'fix'> {
  /** Further sections. */
  readonly spec: readonly string[];
  readonly headers: readonly {
    readonly sent: string;
    readonly value: string;
    readonly inShell?: string;
  }[];
  /** Statuses that are a right refusal besides 401. */
  readonly alsoRight: readonly number[];
}

/** A check that sends `Authorization` headers without any token in them. */
export function oddHeaderCheck({ headers, alsoRight, spec, ...rule }: OddHeaderRule): Check<Refusals> {
  return {
    ...rule,
    level: 'MUST',
    spec: [...ERROR_HANDLING, ...spec],
    per: 'era',
    part: 'negative',
    observe: async (context) => {
      const attempts: Attempt[] = [];
      for (const { sent, value, inShell } of headers)
        attempts.push(
          await present(context, sent, {
            authorization: [value],
            ...(inShell === undefined ? {} : { authorizationInShell: [inShell] }),
          }),
        );
      return { attempts, spoken: spokenEra(context) };
    },
    judge: (observation) => judgeRefusals(observation, alsoRight),
  };
}
