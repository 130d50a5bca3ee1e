import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedSteps, found, quote } from '../../look.ts';
import { atEndpoint, COMPARE, frontOf, isPage, setting } from './seen.ts';
import { leaveContentTypeAlone } from './settings.ts';

const SPOKEN = /^(application\/json|text\/event-stream)$/i;

export const contentTypeChanged: KnownRule = {
  code: 'gateway/content-type-changed',
  leg: 'session',
  explains: ['endpoint/not-mcp', 'session/*', 'server/*'],
  about: {
    title: 'The answers have a content type that is not the one of MCP.',
    cause:
      'A gateway or a framework relabels them; clients take application/json and text/event-stream only.',
    fix: 'Let the Content-Type of the server through.',
  },
  diagnose: (symptoms) => {
    const answered = atEndpoint(symptoms).filter(
      ({ phase, method, status }) => phase === 'session' && method === 'POST' && status === 200,
    );
    const odd = answered.filter((one) => !SPOKEN.test(one.contentType ?? '') && !isPage(one));
    const [first] = odd;
    if (first === undefined || errorOf(symptoms, 'endpoint.not_mcp') === undefined) return [];
    if (symptoms.evidence.discovery?.protectedResourceMetadata == null) return [];
    const front = frontOf(first);
    const type =
      first.contentType === undefined ? 'without a Content-Type' : `as ${quote(first.contentType)}`;
    const who =
      front.product === undefined
        ? 'something in front of the server, or the server itself, relabels them'
        : `${front.name} most likely relabels them`;
    return [
      found(
        `The token is accepted, and the answers come ${type}: ${who}.`,
        `Exchange ${first.n} was answered 200 ${type}${front.told}. MCP clients take application/json and text/event-stream, and drop everything else.`,
        'Let the Content-Type of the server through unchanged, also for answers in chunks.',
        {
          confidence: 'likely',
          ...setting(front, leaveContentTypeAlone),
          alternatives: ['The server sets the wrong type itself, or none.'],
          decide: COMPARE,
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};
