import type { Report, TargetReport } from '../types.ts';
import { causeInShort, targetLines } from './markdown-target.ts';
import { code, folded } from './markdown-text.ts';
import type { Reporter } from './reporter.ts';
import { count } from './words.ts';

/** GitHub takes comments of 65,536 characters; what stands around the report needs room as well. */
const MOST_CHARACTERS = 60_000;

/** For a pull request comment or a step summary: verdict and root cause first, everything else folded. */
export const markdown: Reporter = {
  name: 'markdown',
  summary: 'Markdown, for a pull request comment or a step summary',
  render: (report) => {
    for (const plan of plansFor(report.targets.length)) {
      const text = page(report, plan);
      if (text.length <= MOST_CHARACTERS) return text;
    }
    return `${page(report, { rows: 0, sections: 0, full: false }).slice(0, MOST_CHARACTERS).trimEnd()}\n`;
  },
};

/** How much of a report is told. */
interface Plan {
  /** Most lines of the table. */
  readonly rows: number;
  /** Most targets with a section of their own. */
  readonly sections: number;
  readonly full: boolean;
}

/** From everything to less and less of it; the table stays longest. */
function plansFor(targets: number): readonly Plan[] {
  const sections = Math.min(targets, 50);
  const rows = Math.min(targets, 200);
  return [
    { rows, sections, full: true },
    ...[1, 2, 4, 8, 16].map((part) => ({ rows, sections: Math.ceil(sections / part), full: false })),
    ...[1, 2, 4, 8].map((part) => ({ rows: Math.ceil(rows / part), sections: 1, full: false })),
  ];
}

function page(report: Report, { rows, sections, full }: Plan): string {
  const bad = report.targets.filter((target) => !passed(target)).toSorted(byVerdict);
  const one = report.targets.length === 1;
  const told = one ? report.targets : bad.slice(0, sections);
  const untold = bad.length - told.length;
  const lines = [
    `## ${MARKS[report.verdict]} mcp-authcheck: ${report.verdict}`,
    '',
    overview(report),
    '',
    ...(one ? [] : tableOf(bad, rows)),
    ...told.flatMap((target) => [
      `### ${MARKS[target.verdict]} ${code(target.name, 200)}`,
      '',
      ...targetLines(target, full),
    ]),
    ...(one || untold <= 0
      ? []
      : [`${count(untold, 'more target')} did not pass: see the other reports.`, '']),
    ...(one ? [] : passedLines(report.targets.filter(passed))),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function passed({ verdict }: TargetReport): boolean {
  return verdict === 'pass';
}

const ORDER = { fail: 0, incomplete: 1, pass: 2 } as const;

function byVerdict(one: TargetReport, other: TargetReport): number {
  return ORDER[one.verdict] - ORDER[other.verdict];
}

const MARKS = { pass: '✅', fail: '❌', incomplete: '⚠️' } as const;

function overview({ summary, durationMs, targets, exitCode, tool }: Report): string {
  const facts = [
    ...(targets.length > 1
      ? [`**${targets.filter(passed).length} of ${count(targets.length, 'target')} passed**`]
      : []),
    ...(['fail', 'blocked', 'warn', 'inconclusive', 'pass', 'skip'] as const).flatMap((verdict) =>
      summary[verdict] === 0 ? [] : [`${summary[verdict]} ${WORDS[verdict]}`],
    ),
    `${(durationMs / 1000).toFixed(1)} s`,
    `exit ${exitCode}`,
    `version ${tool.version}`,
  ];
  return facts.join(' · ');
}

const WORDS = {
  fail: 'failed',
  blocked: 'blocked',
  warn: 'warned',
  inconclusive: 'undecided',
  pass: 'passed',
  skip: 'skipped',
} as const;

function tableOf(bad: readonly TargetReport[], rows: number): readonly string[] {
  const shown = bad.slice(0, rows);
  const left = bad.length - shown.length;
  if (shown.length === 0) return [];
  return [
    '| | target | root cause |',
    '|---|---|---|',
    ...shown.map(
      (target) => `| ${MARKS[target.verdict]} | ${code(target.name, 100)} | ${causeInShort(target)} |`,
    ),
    ...(left > 0 ? [`| | and ${left} more | see the other reports |`] : []),
    '',
  ];
}

const MOST_NAMES = 200;

function passedLines(targets: readonly TargetReport[]): readonly string[] {
  const names = targets.slice(0, MOST_NAMES).map(({ name }) => code(name, 100));
  const left = targets.length - names.length;
  const line = `${names.join(', ')}${left > 0 ? ` and ${left} more` : ''}`;
  return folded(`${MARKS.pass} ${count(targets.length, 'target')} passed`, line === '' ? [] : [line]);
}
