import type { Result, TargetReport, Verdict } from '../../types.ts';
import { and, sameWords } from '../words.ts';
import { summaryBar } from './bar.ts';
import { copyable } from './copyable.ts';
import { h, joined, type Markup, nothing } from './markup.ts';
import { badge, counted, summaryOf, VERDICTS } from './words.ts';

/** Results that want to be seen; the others are folded, or only counted where there are many targets. */
const LOUD: ReadonlySet<Verdict> = new Set(['fail', 'blocked', 'warn']);

/** What could not be decided matters where that is why there is no verdict. */
const LOUD_WHEN_INCOMPLETE: ReadonlySet<Verdict> = new Set([...LOUD, 'inconclusive']);

/** The checks by group: what failed open, what passed folded. */
export function checks(target: TargetReport, withQuiet: boolean): Markup {
  const own = target.results.filter(({ group }) => group !== 'road');
  if (own.length === 0) return nothing;
  const groups = [...new Set(own.map(({ group }) => group))];
  const rank = (group: string): number =>
    Math.min(...own.filter((one) => one.group === group).map(({ verdict }) => ORDER.indexOf(verdict)));
  const sorted = groups.toSorted((one, other) => rank(one) - rank(other));
  return h`<section class="part"><h3>Checks</h3>${summaryBar(summaryOf(own))}${sorted.map((group) =>
    groupOf(
      group,
      own.filter((one) => one.group === group),
      target.verdict === 'incomplete' ? LOUD_WHEN_INCOMPLETE : LOUD,
      withQuiet,
    ),
  )}</section>`;
}

const ORDER: readonly Verdict[] = ['fail', 'blocked', 'warn', 'inconclusive', 'pass', 'info', 'skip'];

function groupOf(
  group: string,
  own: readonly Result[],
  louds: ReadonlySet<Verdict>,
  withQuiet: boolean,
): Markup {
  const summary = summaryOf(own);
  const present = VERDICTS.filter((verdict) => summary[verdict] > 0);
  const loud = sameWords(own.filter(({ verdict }) => louds.has(verdict))).toSorted(
    (one, other) => ORDER.indexOf(one.result.verdict) - ORDER.indexOf(other.result.verdict),
  );
  const quiet = own.filter(({ verdict }) => !louds.has(verdict));
  const counts = joined(
    present.map((verdict) => h`<span class="v v-${verdict}">${counted(summary[verdict], verdict)}</span>`),
    h` `,
  );
  const inside = [
    ...(loud.length === 0 ? [] : [resultList(loud, true)]),
    ...(quiet.length === 0 || !withQuiet ? [] : [quietOf(quiet, loud.length > 0)]),
  ];
  const title = h`<b>${group}</b> <span class="counts">${counts}</span>`;
  if (inside.length === 0) return h`<p class="fold flat">${title}</p>`;
  return h`<details class="fold"${loud.length > 0 ? h` data-print open` : nothing}><summary>${title}</summary><div class="in">${inside}</div></details>`;
}

function quietOf(quiet: readonly Result[], folded: boolean): Markup {
  const list = resultList(
    sameWords(quiet).toSorted(
      (one, other) => ORDER.indexOf(one.result.verdict) - ORDER.indexOf(other.result.verdict),
    ),
    false,
  );
  const summary = summaryOf(quiet);
  const words = VERDICTS.flatMap((verdict) =>
    summary[verdict] === 0 ? [] : [counted(summary[verdict], verdict)],
  );
  return folded
    ? h`<details class="fold"><summary>${and(words)}</summary><div class="in">${list}</div></details>`
    : list;
}

/** Most results of one group that are written out. */
const MOST = 200;

function resultList(said: ReturnType<typeof sameWords>, loud: boolean): Markup {
  const left = said.length - MOST;
  return h`<ul class="results">${said.slice(0, MOST).map(({ result, where, times }) => resultOf(result, where, times, loud))}</ul>${
    left > 0 ? h`<p class="left">And ${left} more in the json report.</p>` : nothing
  }`;
}

function resultOf(result: Result, where: string, times: number, loud: boolean): Markup {
  const { id, verdict, message, spec, level, fix, reproduce, exchanges, expectedFailure } = result;
  const numbers = exchanges.slice(0, 8);
  const more = exchanges.length - numbers.length;
  const facts = [
    ...(spec.length === 0 && !loud ? [] : [h`${[level, ...spec.slice(0, 4)].join(', ')}`]),
    ...(where === '' ? [] : [h`${where}`]),
    ...(times > 1 && where === '' ? [h`${times} times`] : []),
    ...(numbers.length === 0
      ? []
      : [
          h`${exchanges.length === 1 ? 'exchange' : 'exchanges'} ${numbers.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
        ]),
  ];
  return h`<li class="res"><p class="id">${badge(verdict)} <code>${id}</code>${
    expectedFailure === true ? h` <span class="tag">expected to fail</span>` : nothing
  }</p><p>${message}</p>${fix === undefined ? nothing : h`<p class="mend"><b>Fix</b> ${fix}</p>`}${
    facts.length === 0 ? nothing : h`<p class="rule">${joined(facts, h` &middot; `)}</p>`
  }${reproduce === undefined || !loud ? nothing : copyable('Send it again', reproduce)}</li>
`;
}
