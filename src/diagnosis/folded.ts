import type { Finding } from '../types.ts';

/**
 * Findings in order of their rank, with what only follows from an earlier error behind that error and marked with
 * its code. An error follows from another when `explains` has it under that one's code, by its own code or as `server/*`, or when it explains nothing that the other
 * does not explain as well. Pure.
 */
export function folded(
  findings: readonly Finding[],
  explains: ReadonlyMap<string, readonly string[]>,
): readonly Finding[] {
  const explained = (root: Finding): readonly string[] => explains.get(root.code) ?? [];
  const roots: { readonly root: Finding; readonly consequences: Finding[] }[] = [];
  for (const finding of causesFirst(findings, explained)) {
    const cause = roots.find(({ root }) => follows(finding, root, explained(root)));
    if (cause === undefined) roots.push({ root: finding, consequences: [] });
    else cause.consequences.push({ ...finding, because: cause.root.code });
  }
  return roots.flatMap(({ root, consequences }) => [root, ...consequences]);
}

/** An error that explains what ranks before it stands right before that. */
function causesFirst(
  findings: readonly Finding[],
  explained: (root: Finding) => readonly string[],
): readonly Finding[] {
  const ordered: Finding[] = [];
  for (const finding of findings) {
    const named = finding.severity === 'error' ? explained(finding) : [];
    const place = ordered.findIndex(({ code }) => named.some((wanted) => fits(code, wanted)));
    ordered.splice(place < 0 ? ordered.length : place, 0, finding);
  }
  return ordered;
}

function follows(finding: Finding, root: Finding, explained: readonly string[]): boolean {
  if (root.severity !== 'error' || finding.code === root.code) return false;
  if (explained.some((wanted) => fits(finding.code, wanted))) return true;
  const { results, severity } = finding;
  return severity === 'error' && results.length > 0 && results.every((id) => root.results.includes(id));
}

function fits(code: string, wanted: string): boolean {
  return wanted.endsWith('/*') ? code.startsWith(wanted.slice(0, -1)) : code === wanted;
}
