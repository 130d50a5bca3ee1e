import { tokenChallenge } from '../../text/challenges.ts';
import { quote } from '../../token/index.ts';
import type { Discovery, UnauthenticatedAnswer } from '../../types.ts';
import { challengeProblems } from '../challenge-syntax.ts';
import type { Judgement } from '../check.ts';
import { discoveryCheck } from '../discovered.ts';

export const challengeIsWellFormed = discoveryCheck({
  id: 'discovery/challenge-is-well-formed',
  title: 'challenges with a Bearer challenge that every client can read',
  level: 'MUST',
  spec: ['RFC 6750 §3', 'MCP 2026-07-28 authorization, Token Handling'],
  unmet: (discovery) =>
    refused(discovery).length === 0
      ? 'No request without a token was answered 401, so there is no challenge.'
      : undefined,
  judge: ({ discovery }) => judgeAnswers(refused(discovery)),
});

function refused(discovery: Discovery): readonly UnauthenticatedAnswer[] {
  return discovery.answers.filter((answer) => answer.status === 401);
}

function judgeAnswers(answers: readonly UnauthenticatedAnswer[]): Judgement {
  const exchanges = answers.map((answer) => answer.exchange);
  const problems = new Set(answers.flatMap(problemsOf));
  if (problems.size > 0)
    return {
      verdict: 'fail',
      message: `A request without a token was answered 401, but ${[...problems].join('; ')}.`,
      exchanges,
    };
  const line = answers[0]?.wwwAuthenticate.join(', ') ?? '';
  return {
    verdict: 'pass',
    message: `A request without a token was answered 401 with ${quote(line, 200)}.`,
    exchanges,
  };
}

function problemsOf({ wwwAuthenticate, challenges }: UnauthenticatedAnswer): readonly string[] {
  if (wwwAuthenticate.length === 0)
    return ['there is no WWW-Authenticate header; a Bearer challenge was expected'];
  const syntax = wwwAuthenticate.flatMap((line) =>
    challengeProblems(line).map((problem) => `${problem} in WWW-Authenticate ${quote(line, 200)}`),
  );
  if (syntax.length > 0) return syntax;
  return tokenChallenge(challenges) === null
    ? [`WWW-Authenticate is ${quote(wwwAuthenticate.join(', '), 200)}; a Bearer challenge was expected`]
    : [];
}
