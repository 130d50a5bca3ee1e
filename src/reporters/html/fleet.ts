import type { TargetReport } from '../../types.ts';
import { causesOf } from './causes.ts';
import { rootOf } from './findings.ts';
import { h, joined, type Markup, nothing } from './markup.ts';
import { badge, durationOf, inFigures, providerOf } from './words.ts';

/** One row; `anchor` undefined: the target has no section of its own on this page. */
export interface Row {
  readonly target: TargetReport;
  readonly anchor: string | undefined;
}

/** Most rows: beyond them nobody reads, and browsers crawl. */
export const MOST_ROWS = 10_000;

/** A table over all targets, those that failed first, with what narrows it down. */
export function fleet(rows: readonly Row[]): Markup {
  const shown = rows.slice(0, MOST_ROWS);
  const left = rows.length - shown.length;
  const tagged = rows.some(({ target }) => (target.tags ?? []).length > 0);
  return h`<section class="wrap" aria-labelledby="targets"><h2 id="targets">Targets</h2>
${filters(rows)}
<p class="shown" id="shown" role="status">${shownWords(shown.length, rows.length)}</p>
<table class="fleet" id="fleet"><caption class="quiet">Every target with its verdict and root cause</caption>
<thead><tr><th scope="col" data-sort>Verdict</th><th scope="col" data-sort>Target</th><th scope="col" data-sort class="wide">Provider</th>${
    tagged ? h`<th scope="col" data-sort class="wide">Tags</th>` : nothing
  }<th scope="col" data-sort="number" class="wide num">Failed</th><th scope="col" data-sort="number" class="wide num">Passed</th><th scope="col" data-sort="number" class="wide num">Took</th></tr></thead>
<tbody>${shown.map((row) => rowOf(row, tagged))}</tbody></table>
${left > 0 ? h`<p class="left">${inFigures(left)} more targets are not listed here: the json report has them all.</p>` : nothing}
</section>`;
}

function shownWords(shown: number, all: number): string {
  return shown === all ? `${inFigures(all)} targets` : `${inFigures(shown)} of ${inFigures(all)} targets`;
}

const RANK = { fail: 0, incomplete: 1, pass: 2 } as const;

/** Those that need somebody first, and within that as they were given. */
export function byNeed(targets: readonly TargetReport[]): readonly TargetReport[] {
  return targets.toSorted((one, other) => RANK[one.verdict] - RANK[other.verdict]);
}

function rowOf({ target, anchor }: Row, tagged: boolean): Markup {
  const root = rootOf(target);
  const failed = target.results.filter(({ verdict }) => verdict === 'fail' || verdict === 'blocked').length;
  const passed = target.results.filter(({ verdict }) => verdict === 'pass').length;
  const tags = target.tags ?? [];
  const name = target.name.slice(0, 200);
  return h`<tr data-v="${target.verdict}" data-c="${root?.code ?? ''}" data-p="${providerOf(target).slice(0, 100)}" data-t="${tags.join('\n').slice(0, 400)}"><td data-n="${RANK[target.verdict]}">${badge(target.verdict)}</td><td data-n="${name}">${
    anchor === undefined ? h`<b>${name}</b>` : h`<a href="#${anchor}">${name}</a>`
  }<span class="sub">${target.url.slice(0, 300)}</span>${root === undefined ? nothing : h`<span class="cause">${root.summary.slice(0, 240)}</span>`}</td><td class="wide">${providerOf(target).slice(0, 100)}</td>${
    tagged
      ? h`<td class="wide">${joined(
          tags.slice(0, 8).map((tag) => h`<span class="tag">${tag.slice(0, 40)}</span>`),
          h` `,
        )}</td>`
      : nothing
  }<td class="wide num">${failed}</td><td class="wide num">${passed}</td><td class="wide num" data-n="${target.durationMs}">${durationOf(target.durationMs)}</td></tr>
`;
}

/** They do nothing without the script, which takes `hidden` away. */
function filters(rows: readonly Row[]): Markup {
  const targets = rows.map(({ target }) => target);
  const causes = causesOf(targets).map(
    ({ code, targets: own }) => [code, `${code} (${own.length})`] as const,
  );
  const providers = named(targets.map((target) => providerOf(target).slice(0, 100)));
  const tags = named(targets.flatMap((target) => target.tags ?? []));
  const verdicts = (['fail', 'incomplete', 'pass'] as const).flatMap((verdict) => {
    const number = targets.filter((target) => target.verdict === verdict).length;
    return number === 0 ? [] : [[verdict, `${WORDS[verdict]} (${number})`] as const];
  });
  return h`<div class="filters" id="filters" role="search" aria-label="Filter the targets" hidden>
<label class="grow">Text<input type="search" id="q" autocomplete="off" spellcheck="false" aria-controls="fleet"></label>
${choice('fv', 'Verdict', verdicts)}${choice('fc', 'Root cause', causes)}${choice('fp', 'Provider', providers)}${choice('ft', 'Tag', tags)}
<button type="button" id="reset">Show all</button></div>`;
}

const WORDS = { fail: 'Failed', incomplete: 'Incomplete', pass: 'Passed' } as const;

/** Most entries of a list to choose from. */
const MOST_CHOICES = 200;

function named(values: readonly string[]): readonly (readonly [string, string])[] {
  const numbers = new Map<string, number>();
  for (const value of values) numbers.set(value, (numbers.get(value) ?? 0) + 1);
  return [...numbers]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, MOST_CHOICES)
    .map(([value, number]) => [value, `${value} (${number})`]);
}

function choice(id: string, label: string, options: readonly (readonly [string, string])[]): Markup {
  if (options.length === 0) return nothing;
  return h`<label>${label}<select id="${id}" aria-controls="fleet"><option value="">all</option>${options
    .slice(0, MOST_CHOICES)
    .map(([value, text]) => h`<option value="${value}">${text.slice(0, 80)}</option>`)}</select></label>`;
}
