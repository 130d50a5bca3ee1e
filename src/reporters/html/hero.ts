import type { Report, TargetReport } from '../../types.ts';
import { and, count } from '../words.ts';
import { summaryBar, targetsBar } from './bar.ts';
import { causesOf } from './causes.ts';
import { rootOf } from './findings.ts';
import { h, type Markup, nothing } from './markup.ts';
import { counted, durationOf, inFigures, moment } from './words.ts';

/** The verdict, what it means in one sentence, and when, how long and with what it was found. */
export function hero(report: Report): Markup {
  const { verdict, targets, startedAt, durationMs, tool, exitCode, runId, summary } = report;
  const exchanges = targets.reduce((sum, target) => sum + target.exchanges.length, 0);
  return h`<header class="hero is-${verdict}"><div class="wrap">
<p class="brand">mcp-authcheck <span>acceptance report</span></p>
<div class="verdict"><span class="seal v-${verdict}" aria-hidden="true"></span>
<div><h1>${TITLES[verdict]}<span class="of">: ${nameOf(targets)}</span></h1>
<p class="lead">${meaningOf(report)}</p></div></div>
${targets.length > 1 ? targetsBar(targets) : summaryBar(summary)}
<dl class="meta">
<div><dt>Started</dt><dd>${moment(startedAt)}</dd></div>
<div><dt>Took</dt><dd>${durationOf(durationMs)}</dd></div>
${targets.length > 1 ? h`<div><dt>Results</dt><dd>${counted(summary.fail, 'fail')}, ${counted(summary.pass, 'pass')}</dd></div>` : nothing}
<div><dt>HTTP exchanges</dt><dd>${inFigures(exchanges)}</dd></div>
<div><dt>Exit code</dt><dd>${exitCode}</dd></div>
<div><dt>Version</dt><dd>mcp-authcheck ${tool.version}</dd></div>
<div><dt>Run</dt><dd><code>${runId}</code></dd></div>
</dl></div></header>`;
}

const TITLES = { pass: 'Passed', fail: 'Failed', incomplete: 'Incomplete' } as const;

export function nameOf(targets: readonly TargetReport[]): string {
  const [first, ...more] = targets;
  if (first === undefined) return 'no target';
  if (more.length === 0) return first.name;
  const bad = targets.filter(({ verdict }) => verdict !== 'pass').length;
  const all = `${inFigures(targets.length)} targets`;
  return bad === 0 || bad === targets.length ? all : `${inFigures(bad)} of ${all}`;
}

/** What the verdict means for whoever has to decide something. */
export function meaningOf(report: Report): string {
  const { targets } = report;
  const [first, ...more] = targets;
  if (first === undefined) return 'No target was looked at.';
  return more.length === 0 ? ofOne(first, report) : ofMany(report);
}

function ofOne(target: TargetReport, { summary }: Report): string {
  const rest = [
    ...(summary.skip > 0 ? [counted(summary.skip, 'skip')] : []),
    ...(summary.inconclusive > 0 ? [counted(summary.inconclusive, 'inconclusive')] : []),
  ];
  const tail = rest.length === 0 ? '' : ` (${and(rest)})`;
  if (target.verdict === 'pass') {
    return `The OAuth protection works: ${inFigures(summary.pass)} checks passed and no rule that counts is broken${tail}.`;
  }
  const cause = rootOf(target)?.summary;
  if (target.verdict === 'incomplete') {
    return `Nothing is proved yet: required checks could not be decided, so this is no pass. ${cause ?? ''}`.trim();
  }
  const broken = summary.fail > 0 ? `${count(summary.fail, 'result')} failed` : 'a rule is broken';
  return `The OAuth protection does not work as it must. ${cause ?? `No single cause explains it: ${broken}.`}`;
}

function ofMany({ targets }: Report): string {
  const having = (verdict: TargetReport['verdict']) =>
    targets.filter((target) => target.verdict === verdict).length;
  const [failed, open, held] = [having('fail'), having('incomplete'), having('pass')];
  if (failed + open === 0) return `The OAuth protection of all ${inFigures(targets.length)} targets works.`;
  const words = [
    ...(failed > 0 ? [`${inFigures(failed)} ${failed === 1 ? 'fails' : 'fail'}`] : []),
    ...(open > 0 ? [`${inFigures(open)} could not be decided`] : []),
    `${inFigures(held)} ${held === 1 ? 'passes' : 'pass'}`,
  ];
  return `Of ${inFigures(targets.length)} targets, ${and(words)}.${behindThem(targets)}`;
}

function behindThem(targets: readonly TargetReport[]): string {
  const [first, second] = causesOf(targets);
  const number = causesOf(targets).length;
  if (first === undefined) return '';
  if (second === undefined) return ` One root cause stands behind it: ${first.summary}`;
  const behind = ` ${inFigures(number)} root causes stand behind it`;
  return first.targets.length > second.targets.length
    ? `${behind}; with ${inFigures(first.targets.length)} targets the most frequent: ${first.summary}`
    : `${behind}.`;
}
