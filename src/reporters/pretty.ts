import type { Report, TargetReport } from '../types.ts';
import { checkLines, countsOf, summaryWords } from './check-lines.ts';
import { escapeRemote } from './escape.ts';
import { findingLine, findingLines, withConsequences } from './finding-lines.ts';
import { type Paint, paintWith } from './paint.ts';
import type { Reporter } from './reporter.ts';
import { roadLines } from './road-lines.ts';
import { and, count, serious } from './words.ts';

/**
 * For people: the root cause first if something failed, then the road, the checks, and the verdict as the last
 * line. One screen for one target; with several, one line each and the whole story of those that failed.
 */
export const pretty: Reporter = {
  name: 'pretty',
  summary: 'for people, on a terminal',
  render: (report, options) => {
    const paint = paintWith(options);
    const now = Date.parse(report.startedAt) + report.durationMs;
    const many = report.targets.length > 1;
    const detailed = many ? report.targets.filter((target) => target.verdict !== 'pass') : report.targets;
    const lines = [
      ...(many ? [...report.targets.map((target) => oneLine(target, paint)), ''] : []),
      ...detailed.flatMap((target) => [...targetLines(target, now, paint), '']),
      verdictLine(report, paint),
    ];
    const text = `${lines.join('\n')}\n`;
    return options.unicode ? text : text.replaceAll('…', '...');
  },
};

function oneLine(target: TargetReport, paint: Paint): string {
  const name = paint.colour('bold', escapeRemote(target.name, 60));
  const cause = serious(target.findings)[0];
  const words = target.verdict === 'pass' || cause === undefined ? countsOf(target.results) : cause.summary;
  return `${paint.mark(target.verdict)} ${name}  ${escapeRemote(words, Math.max(20, paint.width - 20))}`;
}

function targetLines(target: TargetReport, now: number, paint: Paint): readonly string[] {
  const own = withConsequences(target.findings);
  const [root, ...others] = own.filter(({ finding }) => finding.severity !== 'note');
  const failed = target.verdict !== 'pass' && root !== undefined;
  const rest = failed || root === undefined ? others : [root, ...others];
  const notes = own.filter(({ finding }) => finding.severity === 'note');
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', paint.colour('bold', title), ...lines];
  const verdict = failed ? `${paint.colour('bold', target.verdict.toUpperCase())}  ` : '';
  const name = `${paint.mark(target.verdict)} ${verdict}${paint.colour('bold', escapeRemote(target.name, 200))}  ${escapeRemote(target.url, 300)}`;
  const facts = factLines(target, paint);
  return [
    name,
    ...(failed ? section('Root cause', findingLines(root.finding, paint, '  ', root.consequences)) : facts),
    ...section('The road', [...(failed ? facts : []), ...roadLines(target, now, paint)]),
    ...section('Checks', checkLines(target, paint)),
    ...section(failed ? 'Also found' : 'Found', [
      ...rest.flatMap(({ finding, consequences }) => findingLines(finding, paint, '  ', consequences)),
      ...notes.flatMap(({ finding }) => findingLine(finding, paint)),
    ]),
  ];
}

/** Who answers, what it speaks, who issues its tokens. */
function factLines(target: TargetReport, paint: Paint): readonly string[] {
  const { server, eras, discovery } = target;
  const sessions = target.flows.flatMap((flow) => flow.sessions).filter((session) => session.error === null);
  const spoken = [...new Set(sessions.map((session) => session.protocol))].sort();
  const missing = [
    ...(eras.legacy === false ? ['no revision before 2026-07-28'] : []),
    ...(eras.modern === false ? ['not 2026-07-28'] : []),
  ];
  const who = [
    ...(server === null ? [] : [escapeRemote(`${server.name} ${server.version}`, 100)]),
    ...(spoken.length === 0 ? [] : [`speaks ${[and(spoken), ...missing].join(', ')}`]),
  ].join(` ${paint.dot} `);
  return [
    ...(who === '' ? [] : [`  ${paint.colour('dim', 'server')}  ${who}`]),
    ...(discovery.issuer === null
      ? []
      : [`  ${paint.colour('dim', 'issuer')}  ${escapeRemote(discovery.issuer, 300)}`]),
  ];
}

function verdictLine(report: Report, paint: Paint): string {
  const tone = report.verdict === 'pass' ? 'green' : report.verdict === 'fail' ? 'red' : 'yellow';
  const exchanges = report.targets.reduce((sum, target) => sum + target.exchanges.length, 0);
  const { summary, targets, durationMs, exitCode } = report;
  const targetWords = targets.length > 1 ? [targetCounts(targets)] : [];
  const asides = [count(exchanges, 'HTTP exchange'), `${(durationMs / 1000).toFixed(1)} s`];
  const exit = exitCode === 0 ? [] : [`exit ${exitCode}`];
  const quiet = { ...summary, info: 0, skip: 0 };
  // The longest that fits on the last line, which is the one that scripts and people look at.
  const choices = [
    [summaryWords(summary), ...asides],
    [summaryWords(summary)],
    [summaryWords(quiet)],
    [summaryWords({ ...quiet, warn: 0, inconclusive: 0 })],
  ].map((words) => [...targetWords, ...words, ...exit].join(` ${paint.dot} `));
  const room = paint.width - report.verdict.length - 4;
  const words = choices.find((text) => text.length <= room) ?? choices.at(-1);
  const verdict = paint.colour(tone, paint.colour('bold', report.verdict.toUpperCase()));
  return `${paint.mark(report.verdict)} ${verdict}  ${words}`;
}

function targetCounts(targets: readonly TargetReport[]): string {
  const passed = targets.filter((target) => target.verdict === 'pass').length;
  return `${passed} of ${count(targets.length, 'target')} passed`;
}
