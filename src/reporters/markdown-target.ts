import type { Finding, Result, TargetReport } from '../types.ts';
import { failedByWarnings, unexplained } from './annotations-notes.ts';
import { code, fenced, folded, inline } from './markdown-text.ts';
import { and, count, sameWords } from './words.ts';

/** Root causes that stand for themselves, those of errors first. */
function rootsOf({ findings }: TargetReport): readonly Finding[] {
  return findings.filter(({ severity, because }) => severity !== 'note' && because === undefined);
}

/** What is wrong with a target and what mends it; `full`: with everything else that failed, folded away. */
export function targetLines(target: TargetReport, full: boolean): readonly string[] {
  const roots = rootsOf(target);
  const shown = roots.filter(
    ({ severity }, index) => index === 0 || (severity === 'error' && index < MOST_CAUSES),
  );
  const others = roots.filter((root) => !shown.includes(root));
  const stray = unexplained(target);
  return [
    `${code(target.url)}${target.discovery.issuer === null ? '' : `, issuer ${code(target.discovery.issuer)}`}`,
    '',
    ...shown.flatMap(causeLines),
    ...(stray.length === 0 ? [] : strayLines(stray, shown.length > 0)),
    ...folded(count(others.length, 'further finding'), others.flatMap(causeLines)),
    ...(full ? restLines(target) : []),
  ];
}

/** One line for the table over all targets. */
export function causeInShort(target: TargetReport): string {
  const [root] = rootsOf(target);
  const result = unexplained(target)[0] ?? target.results.find(isOpen) ?? target.results.find(isWarning);
  return inline(root?.summary ?? result?.message ?? '', 200);
}

function causeLines(finding: Finding): readonly string[] {
  const { summary, cause, fix, paste = [], alternatives = [], decide, look, support } = finding;
  const ids = new Set(finding.results);
  return [
    `**${inline(summary, 300)}**`,
    '',
    `- **Fix:** ${inline(fix)}`,
    ...paste.flatMap(({ text, where }) => indented(fenced(text, where === 'shell' ? 'sh' : ''), 1)),
    `- Why: ${inline(cause)}`,
    ...alternatives.map((text) => `- Or: ${inline(text, 600)}`),
    ...(decide === undefined ? [] : [`- To decide: ${inline(decide, 600)}`]),
    ...(look === undefined ? [] : [`- Look: ${inline(look, 600)}`]),
    ...supportLines(support),
    `- ${[code(finding.code), ...sureness(finding), ...(ids.size === 0 ? [] : [`explains ${count(ids.size, 'failed check')}`])].join(', ')}`,
    '',
  ];
}

function supportLines(support: Finding['support']): readonly string[] {
  const ids = [
    ['correlation id', support?.correlationId],
    ['trace id', support?.traceId],
    ['at', support?.timestamp],
  ] as const;
  const told = ids.flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${code(value)}`]));
  return told.length === 0 ? [] : [`- For support: ${told.join(', ')}`];
}

/** Lines that belong to a point of a list, set apart from it. */
function indented(lines: readonly string[], depth: number): readonly string[] {
  return ['', ...lines.map((line) => `${'  '.repeat(depth)}${line}`), ''];
}

function sureness({ confidence }: Finding): readonly string[] {
  if (confidence === 'certain') return [];
  return [confidence === 'likely' ? 'most likely this' : 'one of several causes that fit'];
}

const MOST_CAUSES = 5;
const MOST_LINES = 40;

/** What no finding explains stands on its own, with its fix and the line that sends it again. */
function strayLines(stray: readonly Result[], more: boolean): readonly string[] {
  return [
    more ? '**Besides, without a known cause:**' : '**What failed:**',
    '',
    ...stray
      .slice(0, 10)
      .flatMap(({ id, message, fix, reproduce }) => [
        `- ❌ ${code(id)}: ${inline(message, 500)}`,
        ...(fix === undefined ? [] : [`  - **Fix:** ${inline(fix, 600)}`]),
        ...(reproduce === undefined ? [] : indented(fenced(reproduce, 'sh'), 2)),
      ]),
    ...(stray.length > 10 ? [`- and ${count(stray.length - 10, 'more check')}`] : []),
    '',
  ];
}

/** Everything else, folded: what the causes explain, what was expected, what is undecided or only a warning. */
function restLines(target: TargetReport): readonly string[] {
  const stray = new Set(unexplained(target).map(({ id }) => id));
  const { results } = target;
  const strict = failedByWarnings(target);
  const explained = results.filter(
    ({ id, verdict, expectedFailure }) => verdict === 'fail' && expectedFailure !== true && !stray.has(id),
  );
  return [
    ...resultsFolded(explained, 'failed check', 'explained above'),
    ...resultsFolded(
      results.filter(({ expectedFailure }) => expectedFailure === true),
      'expected failure',
      'of the list given',
    ),
    ...resultsFolded(results.filter(isOpen), 'undecided check', ''),
    ...resultsFolded(results.filter(isWarning), 'warning', strict ? 'which fail this run' : ''),
    ...folded('Tokens', target.flows.flatMap(tokenLines)),
  ];
}

function isOpen({ verdict, undecidable }: Result): boolean {
  return verdict === 'inconclusive' && undecidable !== true;
}

function isWarning({ verdict, expectedFailure }: Result): boolean {
  return verdict === 'warn' && expectedFailure !== true;
}

function resultsFolded(results: readonly Result[], noun: string, remark: string): readonly string[] {
  const said = sameWords(results);
  const ids = new Set(results.map(({ id }) => id));
  const lines = said.slice(0, MOST_LINES).map(({ result, where }) => {
    const place = where === '' ? '' : ` (${inline(where)})`;
    return `- ${code(result.id)}${place}: ${inline(result.message, 400)}`;
  });
  const more = said.length - lines.length;
  const title = `${count(ids.size, noun)}${remark === '' ? '' : `, ${remark}`}`;
  return folded(title, [...lines, ...(more > 0 ? [`- and ${more} more`] : [])]);
}

function tokenLines({ flow, token, error }: TargetReport['flows'][number]): readonly string[] {
  if (token === null) return [`- ${code(flow)}: no token${error === null ? '' : `, ${code(error.code)}`}`];
  const facts = (['aud', 'scp', 'roles'] as const).flatMap((name) =>
    token[name].length === 0 ? [] : [`${name} ${and(token[name].slice(0, 20).map((one) => code(one)))}`],
  );
  return [`- ${code(flow)}: ${facts.length === 0 ? inline(token.format) : facts.join('; ')}`];
}
