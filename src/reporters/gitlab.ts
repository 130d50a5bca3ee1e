import type { Report, TargetReport } from '../types.ts';
import { type Note, notesOf } from './annotations-notes.ts';
import { escapeRemote } from './escape.ts';
import { fingerprint } from './fingerprint.ts';
import { jsonText } from './json-text.ts';
import type { Reporter } from './reporter.ts';
import { pathOf } from './sarif-location.ts';

/**
 * A Code Quality report, which GitLab shows in merge requests (`artifacts: reports: codequality`): an issue for each
 * root cause, and for each check that failed without one. https://docs.gitlab.com/ci/testing/code_quality/
 */
export const gitlab: Reporter = {
  name: 'gitlab',
  summary: 'GitLab Code Quality, for merge requests',
  render: (report) => `${jsonText(issuesOf(report), 2)}\n`,
};

function issuesOf({ targets }: Report): readonly object[] {
  return targets.flatMap((target) => {
    const notes = notesOf(target);
    return notes.map((note, index) => {
      const before = notes.slice(0, index).filter(({ code }) => code === note.code).length;
      return issueOf(note, target, before);
    });
  });
}

/** `before`: how many issues of the same code the target has already. */
function issueOf({ kind, code, text, fix }: Note, target: TargetReport, before: number): object {
  const words = `${target.name}: ${text}${fix === undefined ? '' : ` Fix: ${fix}`}`;
  return {
    description: escapeRemote(words, 2000),
    check_name: code,
    // GitLab shows one issue of those with the same fingerprint, and compares branches by it.
    fingerprint: fingerprint(target.name, code, `${before}`),
    severity: kind === 'error' ? 'critical' : 'minor',
    location: { path: pathOf(target), lines: { begin: 1 } },
  };
}
