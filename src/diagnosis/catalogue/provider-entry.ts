import type { Confidence } from './confidence.ts';

/** What is known of an answer of an authorization server that, unlike Entra ID, does not number its OAuth errors. */
export interface ProviderEntry {
  /** Stable: the provider's profile, or `b2c`, and the cause: `okta/policy-evaluation-failed`. */
  readonly code: string;
  /** The OAuth errors that it comes with; none: whichever comes, or none at all. */
  readonly errors: readonly string[];
  /** Parts of the description, any of which tells it; none: the OAuth error alone tells it. */
  readonly says: readonly string[];
  /** The description is one of `says` and nothing else. */
  readonly alone?: true;
  /** HTTP status, where it is known. */
  readonly status?: number;
  /** One line: what it means. */
  readonly title: string;
  readonly cause: string;
  /**
   * What to do, in the words of the provider's console. `{clientId}`, `{tenant}`, `{audience}` are filled with the
   * run's own.
   */
  readonly fix: string;
  /** At sign-in it is a page in the browser: the client hears nothing. */
  readonly page?: true;
  readonly confidence: Confidence;
  /** What kind of source tells it. */
  readonly source: string;
}

/** What an authorization server said, as far as it is needed to recognise it. */
export interface Said {
  readonly error?: string;
  readonly description?: string;
  readonly status?: number;
}

/** The first entry that fits what was said. */
export function recogniseIn(entries: readonly ProviderEntry[], said: Said): ProviderEntry | undefined {
  const words = flat(said.description ?? '');
  return entries.find(({ errors, says, alone = false }) => {
    if (errors.length > 0 && said.error !== undefined && !errors.includes(said.error)) return false;
    if (says.length === 0) return said.error !== undefined && errors.includes(said.error);
    return says.some((part) => (alone ? words === flat(part) : words.includes(flat(part))));
  });
}

/** Letter case, runs of blanks and the full stop at the end say nothing. */
function flat(text: string): string {
  return text.slice(0, LONGEST).toLowerCase().replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '');
}

/** What comes later in a description is no cause. */
const LONGEST = 4000;
