import type { RunVerdict, Summary, TargetReport, Verdict } from '../../types.ts';
import { h, type Markup } from './markup.ts';
import { counted, inFigures, VERDICTS } from './words.ts';

/** How the results divide, as a bar and in words. */
export function summaryBar(summary: Summary): Markup {
  return barOf(
    VERDICTS.map((verdict) => ({
      verdict,
      number: summary[verdict],
      words: counted(summary[verdict], verdict),
    })),
  );
}

/** The same for whole targets. */
export function targetsBar(targets: readonly TargetReport[]): Markup {
  return barOf(
    (['fail', 'incomplete', 'pass'] as const).map((verdict) => {
      const number = targets.filter((target) => target.verdict === verdict).length;
      return { verdict, number, words: `${inFigures(number)} ${WORDS[verdict]}` };
    }),
  );
}

const WORDS = { fail: 'failed', incomplete: 'incomplete', pass: 'passed' } as const;

interface Share {
  readonly verdict: Verdict | RunVerdict;
  readonly number: number;
  readonly words: string;
}

/** The bar is for the eye only: the words under it say the same. */
function barOf(shares: readonly Share[]): Markup {
  const present = shares.filter(({ number }) => number > 0);
  const total = Math.max(
    1,
    present.reduce((sum, { number }) => sum + number, 0),
  );
  let end = 0;
  const parts = present.map(({ verdict, number }) => {
    const width = (number / total) * 1000;
    end += width;
    return h`<rect class="f-${verdict}" x="${rounded(end - width)}" y="0" width="${rounded(Math.max(width - 2, 1))}" height="10"/>`;
  });
  return h`<div class="sum"><svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">${parts}</svg>
<ul class="legend">${present.map(({ verdict, words }) => h`<li><span class="v v-${verdict}">${words}</span></li>`)}</ul></div>`;
}

/** A number for an attribute: two decimals are more than a screen shows. */
export function rounded(value: number): string {
  return `${Math.round(value * 100) / 100}`;
}
