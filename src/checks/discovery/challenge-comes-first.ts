import { quoteAll } from '../../token/index.ts';
import type { UnauthenticatedAnswer } from '../../types.ts';
import { discoveryCheck, exchangesOf, unauthorized } from '../discovered.ts';

export const challengeComesFirst = discoveryCheck({
  id: 'discovery/challenge-comes-first',
  title: 'puts its Bearer challenge before those of other schemes',
  level: 'INFO',
  spec: ['RFC 9110 §11.6.1', 'derived from how the official SDKs read WWW-Authenticate'],
  passes:
    'In the 401 to a request without a token the first challenge is the Bearer one, or there is no other.',
  fails:
    'A challenge of another scheme in front of it is for information: the grammar allows any order, but both official TypeScript SDKs look at the first scheme alone and then find no metadata.',
  fix: 'Send the Bearer challenge first, or leave the other schemes out for the MCP endpoint.',
  unmet: (discovery) =>
    withBearer(unauthorized(discovery)).length === 0
      ? 'No request without a token was answered 401 with a Bearer challenge.'
      : undefined,
  judge: ({ discovery }) => {
    const answers = withBearer(unauthorized(discovery));
    const exchanges = exchangesOf(answers);
    const late = answers.find(({ challenges }) => !isBearer(challenges[0]));
    if (late === undefined)
      return { verdict: 'pass', message: 'The Bearer challenge is the first one.', exchanges };
    const schemes = late.challenges.map(({ scheme }) => scheme);
    return {
      verdict: 'info',
      message: `The challenges of a request without a token come in the order ${quoteAll(schemes)}: clients that look at the first scheme alone, such as the official SDKs, do not see the Bearer challenge.`,
      exchanges,
      shown: late.exchange,
    };
  },
});

function withBearer(answers: readonly UnauthenticatedAnswer[]): readonly UnauthenticatedAnswer[] {
  return answers.filter(({ challenges }) => challenges.some(isBearer));
}

function isBearer(challenge: { readonly scheme: string } | undefined): boolean {
  return challenge?.scheme.toLowerCase() === 'bearer';
}
