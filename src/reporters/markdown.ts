import type { Finding, Report, Result, TargetReport } from '../types.ts';
import type { Reporter } from './reporter.ts';
import { count, sameWords } from './words.ts';

/** GitHub takes comments of 65,536 characters; what stands around the report needs room as well. */
const MOST_CHARACTERS = 60_000;

/** For a pull request comment or a step summary: verdict and root cause first, everything else folded. */
export const markdown: Reporter = {
  name: 'markdown',
  summary: 'Markdown, for a pull request comment or a step summary',
  render: (report) => fitting(report, report.targets.length),
};

/** Targets that failed come first, and those that do not fit are counted. */
function fitting(report: Report, most: number): string {
  const byNeed = report.targets.toSorted((one, other) => Number(passed(one)) - Number(passed(other)));
  const shown = byNeed.slice(0, most);
  const left = byNeed.length - shown.length;
  const text = [
    `## ${MARKS[report.verdict]} mcp-authcheck: ${report.verdict}`,
    '',
    overview(report),
    '',
    ...(report.targets.length > 1 ? [...tableOf(shown), ''] : []),
    ...shown.filter((target) => !passed(target) || report.targets.length === 1).flatMap(section),
    ...(left > 0 ? [`${count(left, 'more target')}: see the other reports.`, ''] : []),
  ].join('\n');
  return text.length <= MOST_CHARACTERS || most <= 1
    ? `${clipped(text)}\n`
    : fitting(report, Math.floor(most / 2));
}

function clipped(text: string): string {
  return text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS)}\n\n… (cut)`;
}

function passed({ verdict }: TargetReport): boolean {
  return verdict === 'pass';
}

const MARKS = { pass: '✅', fail: '❌', incomplete: '⚠️' } as const;

function overview({ summary, durationMs, targets, exitCode }: Report): string {
  const facts = [
    ...(targets.length > 1
      ? [`${targets.filter(passed).length} of ${count(targets.length, 'target')} passed`]
      : []),
    ...(['fail', 'blocked', 'warn', 'inconclusive', 'pass', 'skip'] as const).flatMap((verdict) =>
      summary[verdict] === 0 ? [] : [`${summary[verdict]} ${WORDS[verdict]}`],
    ),
    `${(durationMs / 1000).toFixed(1)} s`,
    `exit ${exitCode}`,
  ];
  return facts.join(' · ');
}

const WORDS = {
  fail: 'failed',
  blocked: 'blocked',
  warn: 'warned',
  inconclusive: 'inconclusive',
  pass: 'passed',
  skip: 'skipped',
} as const;

function tableOf(targets: readonly TargetReport[]): readonly string[] {
  return [
    '| | target | root cause |',
    '|---|---|---|',
    ...targets.map((target) => {
      const [cause] = roots(target.findings);
      return `| ${MARKS[target.verdict]} | ${inline(target.name)} | ${cause === undefined ? '' : inline(cause.summary)} |`;
    }),
  ];
}

function section(target: TargetReport): readonly string[] {
  const [root, ...others] = roots(target.findings);
  const failed = target.results.filter(({ verdict }) => verdict === 'fail' || verdict === 'inconclusive');
  return [
    `### ${MARKS[target.verdict]} ${inline(target.name)}`,
    '',
    inline(target.url),
    '',
    ...(root === undefined ? [] : causeLines(root)),
    ...(others.length === 0
      ? []
      : folded(count(others.length, 'further finding'), others.flatMap(causeLines))),
    ...(failed.length === 0
      ? []
      : folded(`${count(failed.length, 'result')} to look at`, resultLines(failed))),
    ...folded('The tokens', target.flows.flatMap(tokenLines)),
  ];
}

function roots(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ severity, because }) => severity !== 'note' && because === undefined);
}

function causeLines({ summary, cause, fix, code, paste = [] }: Finding): readonly string[] {
  return [
    `**${inline(summary)}**`,
    '',
    `- fix: ${inline(fix)}`,
    `- why: ${inline(cause)}`,
    `- ${inline(code)}`,
    '',
    ...paste.flatMap(({ text }) => [...fenced(text), '']),
  ];
}

function resultLines(results: readonly Result[]): readonly string[] {
  return sameWords(results).map(({ result, where }) => {
    const place = where === '' ? '' : ` (${inline(where)})`;
    return `- ${result.verdict === 'fail' ? '❌' : '❔'} ${inline(result.id)}${place}: ${inline(result.message)}`;
  });
}

function tokenLines({ flow, token, error }: TargetReport['flows'][number]): readonly string[] {
  if (token === null) return [`- ${inline(flow)}: ${inline(error?.message ?? 'no token')}`];
  const claims = { aud: token.aud, scp: token.scp, roles: token.roles };
  const facts = Object.entries(claims).flatMap(([name, values]) =>
    values.length === 0 ? [] : [`${name} ${inline(values.join(', '))}`],
  );
  return [`- ${inline(flow)}: ${facts.join('; ')}`];
}

function folded(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0
    ? []
    : ['<details>', `<summary>${title}</summary>`, '', ...lines, '', '</details>', ''];
}

/** A fence longer than any in the text. */
function fenced(text: string): readonly string[] {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}sh`, text, fence];
}

/** On one line, with nothing in it that Markdown, HTML or a mention would take for its own. */
function inline(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(CONTROL, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_{}[\]()#|~!]/g, (sign) => `\\${sign}`)
    .replaceAll('@', '@\u200b')
    .slice(0, 1500);
}

const CONTROL = /\p{Cc}|\p{Bidi_Control}/gu;
