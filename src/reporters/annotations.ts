import type { Finding, Report, Result, TargetReport } from '../types.ts';

/** Of each kind, GitHub shows ten a step and counts the others silently away. */
const MOST = 10;

interface Note {
  readonly kind: 'error' | 'warning';
  readonly title: string;
  readonly text: string;
}

/**
 * The root causes as commands that GitHub Actions shows beside the run, one line each: `::error title=…::…`. What
 * failed without a finding speaks for itself. Every part is escaped, so that no text of a server becomes a command.
 */
export function githubAnnotations(report: Report): readonly string[] {
  return notesOf(report).map(({ kind, title, text }) => `::${kind} title=${property(title)}::${data(text)}`);
}

/** The same for Azure Pipelines: `##vso[task.logissue type=error]…`. */
export function azureIssues(report: Report): readonly string[] {
  return notesOf(report).map(
    ({ kind, title, text }) => `##vso[task.logissue type=${kind}]${azureData(`${title}: ${text}`)}`,
  );
}

function notesOf({ targets }: Report): readonly Note[] {
  const notes = targets.flatMap(ofTarget);
  return (['error', 'warning'] as const).flatMap((kind) => {
    const same = notes.filter((note) => note.kind === kind);
    const more = same.length - MOST;
    if (more <= 0) return same;
    const last = { kind, title: 'mcp-authcheck', text: `${more + 1} more of this kind: see the report.` };
    return [...same.slice(0, MOST - 1), last];
  });
}

function ofTarget(target: TargetReport): readonly Note[] {
  const causes = target.findings.filter(
    ({ severity, because }) => severity !== 'note' && because === undefined,
  );
  const explained = new Set(target.findings.flatMap(({ results }) => results));
  const others = target.results.filter(
    ({ id, verdict, expectedFailure }) =>
      verdict === 'fail' && expectedFailure !== true && !explained.has(id),
  );
  return [...causes.map((cause) => ofFinding(cause, target)), ...others.map((one) => ofResult(one, target))];
}

function ofFinding({ severity, code, summary, fix }: Finding, { name, verdict }: TargetReport): Note {
  return {
    kind: severity === 'error' && verdict !== 'pass' ? 'error' : 'warning',
    title: `${name}: ${code}`,
    text: `${summary}\nFix: ${fix}`,
  };
}

function ofResult({ id, message, fix }: Result, { name }: TargetReport): Note {
  const mend = fix === undefined ? '' : `\nFix: ${fix}`;
  return { kind: 'error', title: `${name}: ${id}`, text: `${message}${mend}` };
}

/** As GitHub's runner unescapes a command's message. */
function data(text: string): string {
  return clean(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text.replaceAll('\n', ' ')).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** As the agent of Azure Pipelines unescapes it. */
function azureData(text: string): string {
  return clean(text).replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** Control characters, but for line breaks, and what turns the direction of text have no place in a log. */
function clean(text: string): string {
  return text.slice(0, 2000).replaceAll(/(?![\n\r])\p{Cc}|\p{Bidi_Control}/gu, '\uFFFD');
}
