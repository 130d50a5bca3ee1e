import { jsonText } from './json-text.ts';
import type { Reporter } from './reporter.ts';

/** A report of more targets than this is read by programs alone; its white space would cost megabytes. */
const READABLE = 20;

/** The report as one JSON document, indented while a person might read it. */
export const json: Reporter = {
  name: 'json',
  summary: 'one JSON document',
  render: (report) => `${report.targets.length > READABLE ? jsonText(report) : jsonText(report, 2)}\n`,
};
