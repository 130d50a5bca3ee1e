import type { TargetReport } from '../../types.ts';
import { byNeed, type Row } from './fleet.ts';
import { h, type Markup, nothing, textOf } from './markup.ts';
import { oneOfMany } from './target.ts';
import { inFigures } from './words.ts';

/** Up to so many targets everything is shown of each. */
const FEW = 5;

/** Characters of all sections together: a page that is larger opens slowly, and CI systems do not keep it. */
const MOST_CHARACTERS = 3_000_000;

/**
 * A section per target, those that failed first, until there is no more room. `rows` has every target, with an anchor
 * where it has a section.
 */
export function sectionsOf(targets: readonly TargetReport[]): {
  readonly rows: readonly Row[];
  readonly sections: Markup;
} {
  const thorough = targets.length <= FEW;
  const rows: Row[] = [];
  const sections: Markup[] = [];
  let room = MOST_CHARACTERS;
  for (const target of byNeed(targets)) {
    const anchor = `t${rows.length + 1}`;
    const section = room > 0 ? oneOfMany(target, anchor, thorough) : nothing;
    room -= room > 0 ? textOf(section).length : 0;
    const fits = room > 0 && section !== nothing;
    if (fits) sections.push(section);
    rows.push({ target, anchor: fits ? anchor : undefined });
  }
  const left = rows.length - sections.length;
  return {
    rows,
    sections: h`<section class="wrap" aria-labelledby="each"><h2 id="each">Target by target</h2>
${thorough ? nothing : h`<p class="left">Of targets that passed, and of checks that passed, this page has the counts. The json report has all of it.</p>`}${
  left > 0
    ? h`<p class="left"><b>${inFigures(left)} of ${inFigures(rows.length)} targets have no section here</b>, so that this page opens quickly: their rows above have verdict and root cause, the json report has the rest.</p>`
    : nothing
}<p class="tools-row" id="folding" hidden><button type="button" id="unfold">Open all</button> <button type="button" id="fold">Close all</button></p>${sections}</section>`,
  };
}
