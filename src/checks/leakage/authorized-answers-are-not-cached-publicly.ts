import { quote } from '../../token/index.ts';
import { describeAnswer } from '../answer.ts';
import type { Check } from '../check.ts';
import type { Attempt } from '../refusal.ts';
import { directivesOf, sharedWithToken } from './cache-control.ts';
import { headerValue, withGoodToken } from './looks.ts';

export const authorizedAnswersAreNotCachedPublicly: Check<Attempt> = {
  id: 'leakage/authorized-answers-are-not-cached-publicly',
  title: 'lets no shared cache keep what it answers to a token',
  level: 'MUST',
  spec: [
    'derived from RFC 9111 §3.5',
    'derived from MCP 2026-07-28 authorization security considerations, Access Token Privilege Restriction',
  ],
  per: 'era',
  needsToken: true,
  passes:
    'The good token is sent. Cache-Control of the answer must not let a shared cache keep it: no `public`, no `s-maxage`, no `must-revalidate` with a lifetime, unless `private`, `no-cache` or `no-store` takes it back.',
  fails:
    'An answer that shared caches may keep fails: a proxy or content network may give it to somebody without a token. No Cache-Control at all is a note.',
  cannotKnow: 'What a cache in front of the server was told by its own settings.',
  fix: 'Send "Cache-Control: no-store" with every answer of the endpoint, and take the path out of caching rules of the proxy or content network.',
  observe: withGoodToken,
  judge: ({ answer }) => {
    const exchanges = [answer.exchange];
    const came = `The good token was answered ${describeAnswer(answer)}`;
    if (answer.status < 200 || answer.status > 299)
      return { verdict: 'skip', message: `${came}; only what it is given can leak.`, exchanges };
    const directives = directivesOf(answer);
    if (directives === undefined)
      return {
        verdict: 'info',
        message: `${came} without Cache-Control; shared caches keep away from answers to a token (RFC 9111 §3.5), but "no-store" says so.`,
        exchanges,
      };
    const header = quote(headerValue(answer, 'cache-control') ?? '', 80);
    const open = sharedWithToken(directives);
    return open === undefined
      ? { verdict: 'pass', message: `${came} and Cache-Control ${header}.`, exchanges }
      : {
          verdict: 'fail',
          message: `${came} and Cache-Control ${header}: ${open} lets shared caches keep it; no-store was expected.`,
          exchanges,
        };
  },
};
