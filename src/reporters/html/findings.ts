import type { Finding, TargetReport } from '../../types.ts';
import { withConsequences } from '../finding-lines.ts';
import { count } from '../words.ts';
import { findingCard } from './finding.ts';
import { h, type Markup, nothing } from './markup.ts';

/** More than a person reads; a report may have thousands. */
const MOST = 30;

/** The root cause in full and first, whatever else was found folded. */
export function findingsOf({ verdict, findings }: TargetReport): Markup {
  const own = withConsequences(findings);
  const root = verdict === 'pass' ? undefined : own.find(({ finding }) => finding.severity !== 'note');
  const others = own.filter((one) => one !== root);
  const shown = others.slice(0, MOST).map((one) => findingCard(one.finding, one.consequences));
  const left = others.length - shown.length;
  return h`${root === undefined ? nothing : h`<p class="eyebrow">Root cause</p>${findingCard(root.finding, root.consequences, 3)}`}${
    others.length === 0
      ? nothing
      : h`<details class="fold" data-print><summary>${count(others.length, root === undefined ? 'finding' : 'further finding')}</summary>
<div class="in">${shown}${left > 0 ? h`<p>And ${left} more in the json report.</p>` : nothing}</div></details>`
  }`;
}

/** What a table of many targets says of one: the finding that stands first for its failure. */
export function rootOf({ verdict, findings }: TargetReport): Finding | undefined {
  if (verdict === 'pass') return undefined;
  return findings.find(({ severity, because }) => severity !== 'note' && because === undefined);
}
