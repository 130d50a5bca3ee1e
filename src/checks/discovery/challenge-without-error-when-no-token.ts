import { tokenChallenge } from '../../text/challenges.ts';
import { quoteAll } from '../../token/index.ts';
import { discoveryCheck, exchangesOf, noChallenge, unauthorized } from '../discovered.ts';

export const challengeWithoutErrorWhenNoToken = discoveryCheck({
  id: 'discovery/challenge-without-error-when-no-token',
  title: 'gives no error code to a request that brought no token',
  level: 'SHOULD',
  spec: ['RFC 6750 §3.1'],
  passes: 'The challenge of a request without a token has no `error`.',
  fails:
    'An `error` there is for information only: nearly every server that is built with an official SDK sends `invalid_token`, and clients get on with it.',
  fix: 'Leave `error` and `error_description` out of the challenge when the request has no Authorization header.',
  unmet: (discovery) =>
    unauthorized(discovery).length === 0
      ? 'No request without a token was answered 401, so there is no challenge.'
      : noChallenge(discovery),
  judge: ({ discovery }) => {
    const answers = unauthorized(discovery);
    const exchanges = exchangesOf(answers);
    const errors = answers.flatMap(({ challenges }) => tokenChallenge(challenges)?.parameters.error ?? []);
    if (errors.length === 0)
      return {
        verdict: 'pass',
        message: 'The challenge of a request without a token has no error.',
        exchanges,
      };
    return {
      verdict: 'info',
      message: `A request without a token was answered with error=${quoteAll([...new Set(errors)])}; the rule leaves it out where no token came, but clients get on with it.`,
      exchanges,
    };
  },
});
