import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedSteps, found, sentenceCase } from '../../look.ts';
import { atEndpoint, COMPARE, frontOf, setting } from './seen.ts';
import { streamEvents } from './settings.ts';

export const eventStreamCut: KnownRule = {
  code: 'gateway/event-stream-cut',
  leg: 'session',
  explains: ['session/*', 'server/*', 'network/broken-answer', 'network/timeout'],
  about: {
    title: 'Event streams end, or stay empty, before the answer comes.',
    cause: 'A gateway buffers event streams, cuts them at a timeout, or the server ends them too early.',
    fix: 'Turn buffering off for the MCP path and let streams stay open.',
  },
  diagnose: (symptoms) => {
    const streams = atEndpoint(symptoms).filter(
      ({ method, status, contentType }) =>
        method === 'POST' && status === 200 && /^text\/event-stream/i.test(contentType ?? ''),
    );
    const silent = streams.findLast(({ error }) => error?.startsWith('timeout') === true);
    const cut = streams.findLast(({ error }) => error === 'http.truncated');
    const ended = errorOf(symptoms, 'mcp.no_answer') === undefined ? undefined : streams.at(-1);
    const stream = cut ?? silent ?? ended;
    const failed = errorOf(symptoms, 'mcp.no_answer', 'http.truncated', 'timeout');
    if (stream === undefined || failed === undefined) return [];
    const front = frontOf(stream);
    const how = stream === silent ? 'stays empty' : 'ends';
    const who =
      front.product === undefined
        ? 'Something in front of the server, or the server itself,'
        : sentenceCase(front.name);
    return [
      found(
        `An event stream ${how} before the answer comes: ${who} ${stream === silent ? 'holds events back' : 'cuts it off'}.`,
        `Exchange ${stream.n} was answered 200 with text/event-stream${front.told}. ${failed.message}`,
        'Turn response buffering, caching and compression off for the MCP path, and let the read timeout be longer than the slowest tool.',
        {
          confidence: 'likely',
          ...setting(front, streamEvents),
          alternatives: [
            'The server ends or forgets the stream itself, for instance because it crashes in a tool.',
          ],
          decide: COMPARE,
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};
