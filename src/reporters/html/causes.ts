import type { TargetReport } from '../../types.ts';
import { count } from '../words.ts';
import { rounded } from './bar.ts';
import { rootOf } from './findings.ts';
import { h, type Markup, nothing } from './markup.ts';
import { inFigures } from './words.ts';

/** What stands behind the failure of one or more targets, in the words of the first of them. */
export interface Cause {
  readonly code: string;
  readonly summary: string;
  readonly fix: string;
  readonly targets: readonly TargetReport[];
}

/** What stands behind the failures, the commonest first. */
export function causesOf(targets: readonly TargetReport[]): readonly Cause[] {
  const causes = new Map<string, TargetReport[]>();
  for (const target of targets) {
    const code = rootOf(target)?.code;
    if (code !== undefined) causes.set(code, [...(causes.get(code) ?? []), target]);
  }
  return [...causes]
    .map(([code, own]) => {
      const root = own[0] === undefined ? undefined : rootOf(own[0]);
      return { code, summary: root?.summary ?? '', fix: root?.fix ?? '', targets: own };
    })
    .toSorted((one, other) => other.targets.length - one.targets.length);
}

const MOST_CAUSES = 12;

/** How many targets each root cause has, so that the one repair that helps most is seen. */
export function causesTable(targets: readonly TargetReport[]): Markup {
  const causes = causesOf(targets);
  if (causes.length === 0) return nothing;
  const all = causes.reduce((sum, cause) => sum + cause.targets.length, 0);
  const left = causes.length - MOST_CAUSES;
  return h`<section class="wrap" aria-labelledby="causes"><h2 id="causes">Root causes</h2>
<ol class="causes">${causes.slice(0, MOST_CAUSES).map(
    ({
      code,
      summary,
      fix,
      targets: own,
    }) => h`<li><div class="howmany"><b>${inFigures(own.length)}</b><span> ${own.length === 1 ? 'target' : 'targets'}</span>
<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="f-track" width="100" height="4"/><rect class="f-fail" width="${rounded((own.length / all) * 100)}" height="4"/></svg></div>
<div><p class="what">${summary}${own.length > 1 ? h` <span class="like">and the like</span>` : nothing}</p><p class="how">${fix}</p><p class="code" data-cause="${code}"><code>${code}</code></p></div></li>`,
  )}</ol>${left > 0 ? h`<p class="left">And ${count(left, 'rarer cause')}: the table below has them.</p>` : nothing}</section>`;
}
