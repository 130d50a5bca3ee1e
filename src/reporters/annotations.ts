import type { Report } from '../types.ts';
import { type Note, notesOf } from './annotations-notes.ts';
import { escapeRemote } from './escape.ts';
import { count } from './words.ts';

/** Of each kind, GitHub shows ten a step and drops the others without a word. */
const MOST = 10;

/**
 * The root causes as workflow commands that GitHub Actions shows beside the run, one line each:
 * `::error title=…::…`. Every part is escaped, so that no text of a server becomes a command of its own.
 */
export function githubAnnotations(report: Report): readonly string[] {
  return named(report).map(({ kind, title, lines }) => {
    const escaped = lines.map((line) => percent(escapeRemote(line, 1500)));
    return `::${kind} title=${property(title)}::${escaped.join('%0A')}`;
  });
}

/**
 * The same for Azure Pipelines: `##vso[task.logissue type=error]…`. The agent takes the first `##vso[` of a line for
 * the command, and `%AZP25` for a percent sign.
 */
export function azureIssues(report: Report): readonly string[] {
  return named(report).map(({ kind, title, lines }) => {
    const words = [`${title}: ${lines[0] ?? ''}`, ...lines.slice(1)];
    const escaped = words.map((line) => escapeRemote(line, 1700).replaceAll('%', '%AZP25'));
    return `##vso[task.logissue type=${kind}]${escaped.join(' ')}`;
  });
}

/** The same as plain lines, the fix beneath its cause. */
export function plainNotes(report: Report): readonly string[] {
  return named(report).flatMap(({ kind, title, lines: [first = '', ...more] }) => [
    `${kind}: ${escapeRemote(title, 300)}: ${escapeRemote(first, 1500)}`,
    ...more.map((line) => `  ${escapeRemote(line, 1500)}`),
  ]);
}

interface NamedNote {
  readonly kind: Note['kind'];
  readonly title: string;
  readonly lines: readonly string[];
}

/** At most ten of a kind; the last of them counts those that are left out. */
function named({ targets }: Report): readonly NamedNote[] {
  const notes = targets.flatMap((target) => notesOf(target).map((note) => titled(note, target.name)));
  return (['error', 'warning'] as const).flatMap((kind) => {
    const same = notes.filter((note) => note.kind === kind);
    if (same.length <= MOST) return same;
    const left = same.length - MOST + 1;
    const rest = { kind, title: 'mcp-authcheck', lines: [`${count(left, `more ${kind}`)}: see the report.`] };
    return [...same.slice(0, MOST - 1), rest];
  });
}

function titled({ kind, code, text, fix, results }: Note, name: string): NamedNote {
  const ids = new Set(results);
  return {
    kind,
    title: `${name}: ${code}`,
    lines: [
      text,
      ...(fix === undefined ? [] : [`Fix: ${fix}`]),
      ...(ids.size > 1 ? [`This explains ${count(ids.size, 'failed check')}.`] : []),
    ],
  };
}

/** As the runner of GitHub Actions unescapes the value of a property. */
function property(text: string): string {
  return percent(escapeRemote(text, 300)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

function percent(text: string): string {
  return text.replaceAll('%', '%25');
}
