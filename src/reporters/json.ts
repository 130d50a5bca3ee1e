import { jsonText } from './json-text.ts';
import type { Reporter } from './reporter.ts';

/** The report as one JSON document. */
export const json: Reporter = {
  name: 'json',
  summary: 'one JSON document',
  render: (report) => `${jsonText(report, 2)}\n`,
};
