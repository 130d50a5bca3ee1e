import type { Vault } from '../secret.ts';
import { quote } from '../text/quote.ts';
import type { Session } from '../types.ts';
import { type FormValue, fillForm } from './form-answer.ts';
import { isObject, type Members } from './json-object.ts';
import type { SessionPlan } from './session-plan.ts';

/** Questions that are answered in one session; a server could ask for ever. */
const MAX_QUESTIONS = 50;
const MESSAGE_SHOWN = 500;
const URL_SHOWN = 2_000;

export type ElicitAnswer =
  | { readonly action: 'accept'; readonly content: Record<string, FormValue> }
  | { readonly action: 'decline' };

/** Answers what a server asks the person for, and keeps a record of it. */
export interface Elicitor {
  /**
   * `params` of `elicitation/create`, from whichever revision.
   * @throws Error when too much was asked: the server is told so
   */
  readonly answer: (params: unknown) => ElicitAnswer;
  /** The server refused a call until somebody visits a page (2025-11-25: error -32042, its `data`). */
  readonly urlsRequired: (data: unknown) => void;
  readonly seen: Session['elicitations'];
  /** What was asked and declined since the `from`-th question, in plain words; undefined: nothing. */
  readonly declinedSince: (from: number) => string | undefined;
  /** The pages that a person should have visited since the `from`-th question. */
  readonly pagesSince: (from: number) => readonly string[];
}

/**
 * A form is answered with what the user gave, or declined when that is nothing or does not fit. A URL is
 * shown and declined: the server chose it, and nobody is here to look at the page.
 */
export function createElicitor(
  vault: Vault,
  { elicit, onPage }: Pick<SessionPlan, 'elicit' | 'onPage'>,
): Elicitor {
  const seen: Session['elicitations'][number][] = [];
  const clean = (text: unknown, limit: number): string =>
    vault.redact(typeof text === 'string' ? text : '').slice(0, limit);

  const url = (members: Members): void => {
    if (seen.length >= MAX_QUESTIONS) return;
    if (typeof members.url === 'string') onPage?.(members.url, clean(members.message, MESSAGE_SHOWN));
    seen.push({
      mode: 'url',
      message: clean(members.message, MESSAGE_SHOWN),
      url: clean(members.url, URL_SHOWN),
      answer: 'decline',
    });
  };

  return {
    seen,
    answer: (params) => {
      if (seen.length >= MAX_QUESTIONS) throw new Error('More questions than are answered in one session.');
      const members = isObject(params) ? params : {};
      if (members.mode === 'url') {
        url(members);
        return { action: 'decline' };
      }
      const message = clean(members.message, MESSAGE_SHOWN);
      const filled = elicit === undefined ? undefined : fillForm(members.requestedSchema, elicit);
      if (filled !== undefined && 'content' in filled) {
        seen.push({ mode: 'form', message, answer: 'accept' });
        return { action: 'accept', content: { ...filled.content } };
      }
      const reason = filled === undefined ? {} : { reason: vault.redact(filled.problem) };
      seen.push({ mode: 'form', message, answer: 'decline', ...reason });
      return { action: 'decline' };
    },
    urlsRequired: (data) => {
      const asked = isObject(data) && Array.isArray(data.elicitations) ? data.elicitations : [];
      for (const members of asked) if (isObject(members) && typeof members.url === 'string') url(members);
    },
    declinedSince: (from) => {
      const declined = seen.slice(from).filter(({ answer }) => answer === 'decline');
      return declined.length === 0 ? undefined : [...new Set(declined.map(asked))].slice(0, 5).join('; ');
    },
    pagesSince: (from) =>
      seen.slice(from).flatMap(({ mode, url: page }) => (mode === 'url' ? [page ?? ''] : [])),
  };
}

function asked({ mode, message, url, reason }: Session['elicitations'][number]): string {
  const what = message === '' ? 'something' : quote(message, 200);
  if (mode === 'url') return `it wants a person to visit ${quote(url ?? '', URL_SHOWN)}, and was told no`;
  return `it asked ${what}, which was declined${reason === undefined ? '' : `: ${reason}`}`;
}
