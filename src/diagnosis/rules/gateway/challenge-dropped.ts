import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found } from '../../look.ts';
import { COMPARE, frontOf, numbered, setting } from './seen.ts';
import { passChallenge } from './settings.ts';

export const challengeDropped: KnownRule = {
  code: 'gateway/challenge-dropped',
  leg: 'discovery',
  explains: ['discovery/no-challenge'],
  checks: ['discovery/challenge-is-well-formed'],
  about: {
    title: 'The refusal comes through a gateway without its challenge.',
    cause:
      'The server publishes its metadata, and the 401 that comes through the gateway has no WWW-Authenticate.',
    fix: 'Let the gateway pass WWW-Authenticate on.',
  },
  diagnose: (symptoms) => {
    const { discovery } = symptoms.evidence;
    const metadata = discovery?.protectedResourceMetadata;
    const bare = discovery?.answers.filter(
      ({ status, wwwAuthenticate }) => status === 401 && wwwAuthenticate.length === 0,
    );
    if (
      metadata == null ||
      discovery?.challenge !== null ||
      bare === undefined ||
      bare.length === 0 ||
      bare.length < discovery.answers.length
    )
      return [];
    const [answer] = numbered(
      symptoms,
      bare.map(({ exchange }) => exchange),
    );
    const front = frontOf(answer);
    if (front.product === undefined) return [];
    return [
      found(
        `The 401 that comes through ${front.name} has no WWW-Authenticate header, although the server publishes its metadata.`,
        `Without a token the endpoint answered 401 without a challenge${front.told}; ${metadata.url} is there all the same, so the server knows how clients begin. Gateways that replace error pages or hide headers take the challenge away.`,
        `Let ${front.name} pass WWW-Authenticate and the 401 on as they come from the server. If the server itself sends no challenge: WWW-Authenticate: Bearer resource_metadata="${metadata.url}".`,
        {
          confidence: 'likely',
          ...setting(front, passChallenge),
          alternatives: ['The gateway passes everything on, and the server sends no challenge.'],
          decide: COMPARE,
          results: failedIds(symptoms, ({ id }) => id.startsWith('discovery/challenge')),
        },
      ),
    ];
  },
};
