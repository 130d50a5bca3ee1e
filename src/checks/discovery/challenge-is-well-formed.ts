import { tokenChallenge } from '../../text/challenges.ts';
import { quote } from '../../token/index.ts';
import type { UnauthenticatedAnswer } from '../../types.ts';
import { challengeBlemishes, challengeProblems } from '../challenge-syntax.ts';
import type { Judgement } from '../check.ts';
import { discoveryCheck, exchangesOf, type Found, unauthorized } from '../discovered.ts';

export const challengeIsWellFormed = discoveryCheck({
  id: 'discovery/challenge-is-well-formed',
  title: 'challenges with a Bearer challenge that every client can read',
  level: 'MUST',
  spec: [
    'RFC 6750 §3',
    'RFC 9110 §11.6.1',
    'RFC 9110 §15.5.2',
    'MCP 2026-07-28 authorization, Token Handling',
    'MCP 2025-06-18 authorization, Authorization Server Discovery',
  ],
  passes:
    'The 401 to a request without a token carries `WWW-Authenticate` with a Bearer challenge (DPoP where tokens are bound to a key) that has at least one parameter, names none twice and can be read by the grammar.',
  fails:
    'A 401 without the header or without such a challenge, and one that cannot be read, fail. Quotation marks and backslashes in `error`, `error_description` or `error_uri`, also escaped ones, are a warning.',
  fix: 'Send `WWW-Authenticate: Bearer resource_metadata="…", scope="…"` with every 401, each value in quotation marks, and leave quotation marks and backslashes out of error descriptions.',
  unmet: (discovery) =>
    unauthorized(discovery).length === 0
      ? 'No request without a token was answered 401, so there is no challenge.'
      : undefined,
  judge: (found) => judgeAnswers(unauthorized(found.discovery), found),
});

function judgeAnswers(answers: readonly UnauthenticatedAnswer[], found: Found): Judgement {
  const exchanges = exchangesOf(answers);
  const problems = new Set(answers.flatMap((answer) => problemsOf(answer, found)));
  if (problems.size > 0)
    return {
      verdict: 'fail',
      message: `A request without a token was answered 401, but ${[...problems].join('; ')}.`,
      exchanges,
    };
  const blemishes = new Set(answers.flatMap(({ challenges }) => challengeBlemishes(challenges)));
  if (blemishes.size > 0)
    return {
      verdict: 'warn',
      message: `A request without a token was answered 401 with a challenge that can be read, but ${[...blemishes].join('; ')}; simple clients misread it.`,
      exchanges,
    };
  const line = answers[0]?.wwwAuthenticate.join(', ') ?? '';
  return {
    verdict: 'pass',
    message: `A request without a token was answered 401 with ${quote(line, 200)}.`,
    exchanges,
  };
}

function problemsOf(
  { wwwAuthenticate, challenges }: UnauthenticatedAnswer,
  { discovery }: Found,
): readonly string[] {
  if (wwwAuthenticate.length === 0) {
    const metadata = discovery.protectedResourceMetadata;
    const still =
      metadata === null ? '' : ` (clients can still discover the metadata at ${quote(metadata.url)})`;
    return [`there is no WWW-Authenticate header; a Bearer challenge was expected${still}`];
  }
  const syntax = wwwAuthenticate.flatMap((line) =>
    challengeProblems(line).map((problem) => `${problem} in WWW-Authenticate ${quote(line, 200)}`),
  );
  if (syntax.length > 0) return syntax;
  return tokenChallenge(challenges) === null
    ? [`WWW-Authenticate is ${quote(wwwAuthenticate.join(', '), 200)}; a Bearer challenge was expected`]
    : [];
}
