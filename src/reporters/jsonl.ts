import type { Result } from '../types.ts';
import { jsonText } from './json-text.ts';
import type { Reporter } from './reporter.ts';

/** The last line of JSON Lines: the report without the results, which stand on the lines before it. */
export const jsonl: Reporter = {
  name: 'jsonl',
  summary: 'one JSON line per result as it comes, then the summary',
  render: (report) => {
    const targets = report.targets.map((target) => ({ ...target, results: undefined }));
    return `${jsonText({ type: 'summary', ...report, targets })}\n`;
  },
};

/** One result as a line of JSON, with its line break. */
export function renderResultLine(result: Result, target: string): string {
  return `${jsonText({ type: 'result', target, ...result })}\n`;
}
