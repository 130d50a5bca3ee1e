import type { ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import type { Check } from '../check.ts';

interface Stream {
  readonly url: string;
  readonly answer: ProbeAnswer;
}

export const rejectsLegacySseWithoutToken: Check<readonly Stream[]> = {
  id: 'coverage/rejects-legacy-sse-without-token',
  title: 'opens no stream of the old HTTP+SSE transport without a token',
  level: 'MUST',
  spec: [
    'MCP 2026-07-28 streamable HTTP, HTTP+SSE Transport',
    'MCP 2025-11-25 authorization, Error Handling',
  ],
  passes:
    'A GET without a token of the endpoint, and of /sse beside it and at the root, brings no event named endpoint. Any refusal or page will do.',
  fails:
    'An endpoint event is a critical failure: the transport of 2024-11-05 is still served, and nobody asks for a token there.',
  cannotKnow: 'Whether the old transport is served at an address that nobody guesses.',
  fix: 'Put the handlers of the old transport (GET /sse and POST /messages) behind the same gate, or take them out.',
  per: 'target',
  part: 'negative',
  observe: async ({ probe, evidence }) => {
    const request = { era: 'legacy', method: 'GET', streamForMs: LISTENS_MS, phase: 'check' } as const;
    const open = async (url: string): Promise<Stream> => ({ url, answer: await probe({ ...request, url }) });
    return await Promise.all(places(evidence.target.url).map(open));
  },
  judge: (streams) => {
    const exchanges = streams.map(({ answer }) => answer.exchange);
    const open = streams.find(({ answer }) => answer.status < 300 && ENDPOINT_EVENT.test(answer.body));
    if (open !== undefined)
      return {
        verdict: 'fail',
        message: `A GET of ${open.url} without a token opened a stream of the old HTTP+SSE transport (an endpoint event came): it was ACCEPTED; 401 was expected.`,
        exchanges,
        shown: open.answer.exchange,
        certain: true,
        accepted: true,
      };
    const answers = streams.map(({ url, answer }) => `${url}: ${describeAnswer(answer)}`);
    return {
      verdict: 'pass',
      message: `No stream of the old HTTP+SSE transport opens without a token: ${answers.join('; ')}.`,
      exchanges,
      accepted: false,
    };
  },
};

/** The event opens the stream: it comes with it or not at all. */
const LISTENS_MS = 200;

/** MCP 2024-11-05, HTTP with SSE: the first event names where messages go. */
const ENDPOINT_EVENT = /^event: ?endpoint\s*$/m;

function places(endpoint: string): readonly string[] {
  return [...new Set([endpoint, new URL('sse', endpoint).href, new URL('/sse', endpoint).href])];
}
