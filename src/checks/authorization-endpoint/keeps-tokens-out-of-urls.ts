import { quoteAll } from '../../token/index.ts';
import type { CodeAnswer } from '../../types.ts';
import type { Check } from '../check.ts';
import { firstSignIn, noSignIns } from './sign-in.ts';

const TOKENS: readonly string[] = ['access_token', 'refresh_token', 'id_token', 'token'];

export const keepsTokensOutOfUrls: Check<Pick<CodeAnswer, 'names'>> = {
  id: 'authorization-endpoint/keeps-tokens-out-of-urls',
  title: 'puts no token into the URL that a sign-in comes back with',
  level: 'MUST',
  spec: [
    'OAuth 2.1 (draft-ietf-oauth-v2-1-13) §7.1.3.7',
    'derived from RFC 6749 §4.1.2',
    'RFC 9700 §2.1.2',
    'RFC 9700 §4.3.2',
  ],
  per: 'target',
  alone: true,
  needs: ['sign-in', '--allow-sign-ins'],
  passes: 'A person signs in with `response_type=code`. What comes back has a code and no token.',
  fails:
    'A parameter named access_token, refresh_token, id_token or token: fail. URLs stay in histories and logs.',
  cannotKnow: 'What the browser keeps to itself behind the `#` of the URL.',
  fix: 'Answer `response_type=code` with a code alone; tokens come from the token endpoint.',
  unmet: noSignIns,
  observe: firstSignIn,
  judge: ({ names }) => {
    const found = names.filter((name) => TOKENS.includes(name.toLowerCase()));
    return found.length > 0
      ? {
          verdict: 'fail',
          message: `The sign-in came back with ${quoteAll(found)} in the URL.`,
          exchanges: [],
        }
      : {
          verdict: 'pass',
          message: `The sign-in came back with ${quoteAll(names)} and no token.`,
          exchanges: [],
        };
  },
};
