import { quoteAll } from '../../token/index.ts';
import type { ServerAnswer } from '../../types.ts';
import type { Check } from '../check.ts';
import { goodGrant, noMachine } from '../machine-grant.ts';
import { describeServerAnswer } from '../server-said.ts';

export const answersAreNotStored: Check<ServerAnswer> = {
  id: 'token-endpoint/answers-are-not-stored',
  title: 'tells caches not to keep a token answer',
  level: 'MUST',
  spec: ['RFC 6749 §5.1', 'OAuth 2.1 (draft-ietf-oauth-v2-1-13) §3.2.3'],
  per: 'target',
  needs: ['client credential'],
  passes: 'The answer that brings a machine its token has `Cache-Control: no-store`.',
  fails: 'Without it (`private` and `no-cache` are not enough) a cache may keep the token: it fails.',
  fix: 'Send `Cache-Control: no-store` with every answer of the token endpoint, and see to it that no proxy replaces it.',
  unmet: noMachine,
  observe: goodGrant,
  judge: (answer) => {
    const exchanges = [answer.exchange];
    if (answer.accessToken === undefined)
      return {
        verdict: 'inconclusive',
        message: `There was no token answer to look at: ${describeServerAnswer(answer)}.`,
        exchanges,
      };
    const lines = answer.headers
      .filter(([name]) => name.toLowerCase() === 'cache-control')
      .map(([, value]) => value);
    const directives = lines.flatMap((line) => line.split(',')).map((one) => one.trim().toLowerCase());
    return directives.includes('no-store')
      ? { verdict: 'pass', message: 'The token answer has Cache-Control: no-store.', exchanges }
      : {
          verdict: 'fail',
          message: `Cache-Control of the token answer is ${lines.length === 0 ? 'missing' : quoteAll(lines)}: no-store was expected (RFC 6749 §5.1).`,
          exchanges,
        };
  },
};
