import { json } from './json.ts';
import { jsonl } from './jsonl.ts';
import { pretty } from './pretty.ts';
import type { Reporter } from './reporter.ts';

export { renderDiscovery } from './discovery.ts';
export { escapeRemote } from './escape.ts';
export { jsonText } from './json-text.ts';
export { renderResultLine } from './jsonl.ts';
export type { RenderOptions, Reporter } from './reporter.ts';
export { renderToken } from './token.ts';

/** Every way of writing a report down. A new one is one file and one line here. */
export const reporters: readonly Reporter[] = [pretty, json, jsonl];

/** The reporter with that name, if there is one. */
export function reporterNamed(name: string): Reporter | undefined {
  return reporters.find((candidate) => candidate.name === name);
}
