import type { Result, Token } from '../types.ts';
import { type Diagnosis, found, readFlows } from './look.ts';
import type { Symptoms } from './rule.ts';

/** Must be refused before anything else is looked at: where it gets in, everything does. */
export const NO_TOKEN = 'endpoint/rejects-no-token';
/** Looks at all bad tokens together, and notices with every check of one of them. */
const ANY_BAD_TOKEN = 'endpoint/refuses-with-401-not-500';
/** Must be refused before the claims are looked at: where it gets in, every token does. */
export const NO_JWT = 'endpoint/rejects-garbage-token';

/**
 * The failures of these checks in which the endpoint let in what it must refuse. Eras in which one of `behind` got
 * in are left out: there the door is open, and what else passes through it says nothing more.
 */
export function letIn(
  { results }: Symptoms,
  ids: readonly string[],
  behind: readonly string[] = [NO_TOKEN, NO_JWT],
): readonly Result[] {
  const accepted = results.filter((result) => result.verdict === 'fail' && result.accepted === true);
  const open = protocols(accepted.filter(({ id }) => behind.includes(id)));
  return accepted.filter(({ id, protocol }) => ids.includes(id) && !open.has(protocol));
}

/** What is asked of the endpoint with no token, or with one that is none. */
const AT_THE_GATE: ReadonlySet<string> = new Set(['endpoint', 'coverage', 'session', 'leakage']);

/** Ids of everything that failed at the gate in the eras of these results. */
export function failedThere({ results }: Symptoms, there: readonly Result[]): readonly string[] {
  const eras = protocols(there);
  const failed = results.filter(
    ({ group, verdict, protocol, accepted }) =>
      AT_THE_GATE.has(group) && verdict === 'fail' && accepted !== undefined && eras.has(protocol),
  );
  return [...new Set(failed.map(({ id }) => id))];
}

/** Where it was let in, when the endpoint did right in another era: the two lists of revisions. */
export function halves(
  { results }: Symptoms,
  wrong: readonly Result[],
): { readonly wrong: string; readonly right: string } | undefined {
  const ids = new Set(wrong.map(({ id }) => id));
  const bad = protocols(wrong);
  const good = protocols(
    results.filter(({ id, verdict, protocol }) => ids.has(id) && verdict === 'pass' && !bad.has(protocol)),
  );
  return good.size === 0 ? undefined : { wrong: listed(bad), right: listed(good) };
}

/**
 * The finding of a rule about one thing that the endpoint does not look at in a token. `alsoSeenBy`: checks that
 * cannot help failing then, although their failure alone would mean something else.
 */
export function notChecked(
  symptoms: Symptoms,
  ids: readonly string[],
  words: (let_in: readonly Result[]) => {
    readonly summary: string;
    readonly cause: string;
    readonly fix: string;
  },
  alsoSeenBy: readonly string[] = [],
): readonly Diagnosis[] {
  const through = letIn(symptoms, ids);
  if (through.length === 0) return [];
  const { summary, cause, fix } = words(through);
  const parts = halves(symptoms, through);
  const where = parts === undefined ? '' : ` So it is in ${parts.wrong}; in ${parts.right} it does right.`;
  const eras = protocols(through);
  const also = letIn(symptoms, [ANY_BAD_TOKEN, ...alsoSeenBy]).filter(({ protocol }) => eras.has(protocol));
  const results = [...new Set([...through, ...also].map(({ id }) => id))];
  return [found(summary, `${cause}${where}`, fix, { results })];
}

/** The first token that the endpoint let in, for the values that it should insist on. */
export function goodToken(symptoms: Symptoms): Token | undefined {
  const flows = readFlows(symptoms);
  return (flows.find(({ accepted }) => accepted) ?? flows[0])?.token;
}

function protocols(results: readonly Result[]): ReadonlySet<string | undefined> {
  return new Set(results.map(({ protocol }) => protocol));
}

function listed(names: ReadonlySet<string | undefined>): string {
  return [...names].flatMap((name) => name ?? []).join(' and ');
}
