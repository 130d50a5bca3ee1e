import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found, isProtected, quote, quoteAll } from '../../look.ts';
import { challengeToServe } from './lines-to-serve.ts';

export const challengeIsNotBearer: KnownRule = {
  code: 'discovery/challenge-is-not-bearer',
  leg: 'discovery',
  checks: ['discovery/challenge-is-well-formed'],
  about: {
    title: 'The endpoint asks for another scheme than Bearer.',
    cause: 'A gateway or web server in front asks for a password or for Windows sign-in.',
    fix: 'Turn its own authentication off for the MCP path, so that the server can answer.',
  },
  diagnose: (symptoms) => {
    const { discovery } = symptoms.evidence;
    if (discovery === null || discovery.challenge !== null || !isProtected(discovery)) return [];
    const answers = discovery.answers.filter(({ challenges }) => challenges.length > 0);
    const [first] = answers;
    if (first === undefined) return [];
    const schemes = [...new Set(answers.flatMap(({ challenges }) => challenges.map(({ scheme }) => scheme)))];
    const who = symptoms.exchanges.find(({ n }) => n === first.exchange)?.from;
    return [
      found(
        `The endpoint asks for ${quoteAll(schemes)} in place of a bearer token.`,
        `Without a token it answered ${first.status} with WWW-Authenticate ${quote(first.wwwAuthenticate.join(', '))}; MCP clients understand a Bearer challenge alone (RFC 6750 §3).`,
        "Turn the authentication of the gateway or web server in front off for the MCP path and /.well-known/ (Basic and Negotiate are theirs, not the server's), and let the server answer every 401 with:",
        {
          results: failedIds(symptoms, ({ id }) => id.startsWith('discovery/')),
          paste: [challengeToServe(symptoms)],
          ...(who === undefined
            ? {}
            : { look: `Who answers: the Server and Via headers say ${quote(who)}.` }),
        },
      ),
    ];
  },
};
