import type { Exchange, Report, TargetReport } from '../types.ts';
import { requestOf, responseOf } from './har-messages.ts';
import { jsonText } from './json-text.ts';
import type { Reporter } from './reporter.ts';

/**
 * Every exchange as HTTP Archive 1.2, which browsers' developer tools open: a page for each target, entries in the
 * order in which they began. Headers and bodies are there with tracing only, redacted and clipped as they were
 * recorded. http://www.softwareishard.com/blog/har-12-spec/
 */
export const har: Reporter = {
  name: 'har',
  summary: 'HTTP Archive 1.2, for developer tools; headers and bodies with --trace',
  render: (report) => `${jsonText({ log: logOf(report) }, 1)}\n`,
};

function logOf({ tool, targets }: Report): object {
  const entries = targets.flatMap((target, index) =>
    target.exchanges.map((exchange) => ({ exchange, page: pageId(index) })),
  );
  return {
    version: '1.2',
    creator: { name: tool.name, version: tool.version },
    pages: targets.map(pageOf),
    entries: entries
      .sort((one, other) => compare(one.exchange.startedAt, other.exchange.startedAt))
      .map(({ exchange, page }) => entryOf(exchange, page)),
  };
}

/** ISO 8601 in UTC sorts as text. Sorting is stable: of one millisecond, what was recorded first stays first. */
function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function pageId(index: number): string {
  return `page_${index + 1}`;
}

function pageOf({ name, url, startedAt, durationMs }: TargetReport, index: number): object {
  return {
    startedDateTime: startedAt,
    id: pageId(index),
    title: name === url ? name : `${name} ${url}`,
    pageTimings: { onContentLoad: -1, onLoad: durationMs },
  };
}

function entryOf(exchange: Exchange, page: string): object {
  const { n, phase, startedAt, durationMs, error } = exchange;
  return {
    pageref: page,
    startedDateTime: startedAt,
    time: durationMs,
    request: requestOf(exchange),
    response: responseOf(exchange),
    cache: {},
    // Only the whole is measured. It is told as waiting, because the rest may not be left out.
    timings: { send: 0, wait: durationMs, receive: 0 },
    comment: `exchange ${n}, ${phase}${error === undefined ? '' : `, ended by ${error}`}`,
    // By which Chrome's filter for Fetch/XHR finds it.
    _resourceType: 'fetch',
  };
}
