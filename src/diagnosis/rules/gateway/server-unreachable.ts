import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedSteps, found, sentenceCase } from '../../look.ts';
import { atEndpoint, frontOf } from './seen.ts';

export const serverUnreachable: KnownRule = {
  code: 'gateway/server-unreachable',
  leg: 'network',
  explains: ['network/busy', 'discovery/*', 'session/*', 'endpoint/*', 'server/*'],
  about: {
    title: 'The gateway does not reach the server behind it.',
    cause: 'It answers 502 or 503 itself: the server is down, starting, or at another address or port.',
    fix: 'Start the server, and compare its address with what the gateway is told.',
  },
  diagnose: (symptoms) => {
    const asked = atEndpoint(symptoms).filter(({ status }) => status !== null);
    const down = asked.filter(({ status }) => status === 502 || status === 503);
    const [first] = down;
    if (first === undefined || errorOf(symptoms, 'unavailable') === undefined) return [];
    const front = frontOf(first);
    if (front.product === undefined && first.status !== 502) return [];
    const some = down.length < asked.length;
    return [
      found(
        some
          ? `${sentenceCase(front.name)} now and then does not reach a server behind it (${first.status}).`
          : `${sentenceCase(front.name)} answers, and does not reach the MCP server behind it (${first.status}).`,
        `${some ? `${down.length} of ${asked.length} requests` : 'Every request to the endpoint'} got ${first.status}${first.contentType === undefined ? '' : ` with ${first.contentType}`}${front.told}: that is how a gateway says that the server refuses the connection, is not healthy or breaks off.`,
        some
          ? 'Look which of the servers behind it is down or restarts, and take it out of the pool until it is healthy.'
          : `Start the server, and compare host, port and scheme under which it listens with what the gateway is told. In a container it must listen at 0.0.0.0; the health probe must ask a path that answers 200 without a token.`,
        {
          look: 'The error log of the gateway: it names the address it tried and why it failed.',
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};
