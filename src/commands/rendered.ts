import type { RenderOptions, Reporter } from '../reporters/index.ts';
import type { Vault } from '../secret.ts';
import type { Report } from '../types.ts';
import { redactedReport } from './redacted-report.ts';

/** Formats that leave texts as they are but for JSON's escapes, in which secrets are found as well. */
const FOUND_IN: ReadonlySet<string> = new Set(['json', 'jsonl', 'blob']);

/** The report in a format, without the secrets that could no longer be found in the finished text. */
export function rendered(reporter: Reporter, report: Report, vault: Vault, options: RenderOptions): string {
  const clean = FOUND_IN.has(reporter.name) ? report : redactedReport(report, vault);
  return reporter.render(clean, options);
}
