import type { Result, TargetReport, Verdict } from '../../types.ts';
import { h, type Markup, nothing } from './markup.ts';
import { counted, summaryOf, VERDICTS } from './words.ts';

/** How far it went, at a glance: discovery, token, session, checks, each with its worst verdict. */
export function strip(target: TargetReport): Markup {
  const steps = STEPS.map(({ name, of }) => ({ name, own: target.results.filter(of) })).filter(
    ({ own }) => own.length > 0,
  );
  if (steps.length === 0) return nothing;
  return h`<ol class="strip" aria-label="The road">${steps.map(({ name, own }) => {
    const verdict = worstOf(own);
    return h`<li class="is-${verdict}"><b>${name}</b><span class="v v-${verdict}">${wordsOf(own, verdict)}</span></li>`;
  })}</ol>`;
}

const STEPS: readonly { readonly name: string; readonly of: (result: Result) => boolean }[] = [
  { name: 'Discovery', of: ({ id }) => id === 'road/discovery' },
  { name: 'Token', of: ({ id }) => id === 'road/token' || id === 'road/renewal' },
  { name: 'Session', of: ({ id }) => id === 'road/session' },
  { name: 'Tool calls', of: ({ id }) => id === 'road/call' },
  { name: 'Checks', of: ({ group }) => group !== 'road' },
];

const ORDER: readonly Verdict[] = ['fail', 'blocked', 'warn', 'pass', 'inconclusive', 'info', 'skip'];

function worstOf(results: readonly Result[]): Verdict {
  return ORDER.find((verdict) => results.some((result) => result.verdict === verdict)) ?? 'skip';
}

function wordsOf(results: readonly Result[], worst: Verdict): string {
  const summary = summaryOf(results);
  const shown = VERDICTS.filter(
    (verdict) => summary[verdict] > 0 && (verdict === worst || verdict === 'pass'),
  );
  return shown.map((verdict) => counted(summary[verdict], verdict)).join(', ');
}
