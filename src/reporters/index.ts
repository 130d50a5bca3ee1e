import { blob } from './blob.ts';
import { gitlab } from './gitlab.ts';
import { har } from './har.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { pretty } from './pretty.ts';
import type { Reporter } from './reporter.ts';
import { sarif } from './sarif.ts';

export { renderDiscovery } from './discovery.ts';
export { escapeRemote } from './escape.ts';
export { jsonText } from './json-text.ts';
export { renderResultLine } from './jsonl.ts';
export type { RenderOptions, Reporter } from './reporter.ts';
export { renderToken } from './token.ts';

/** Every way of writing a report down. A new one is one file and one line here. */
export const reporters: readonly Reporter[] = [
  pretty,
  json,
  jsonl,
  html,
  markdown,
  junit,
  sarif,
  gitlab,
  har,
  blob,
];

/** The reporter with that name, if there is one. */
export function reporterNamed(name: string): Reporter | undefined {
  return reporters.find((candidate) => candidate.name === name);
}
