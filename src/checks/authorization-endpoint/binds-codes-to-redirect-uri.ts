import type { ServerAnswer } from '../../types.ts';
import type { Check } from '../check.ts';
import { judgeRedeemed } from './code-refusal.ts';
import { anotherCode, type Control, control, noSignIns, redeem } from './sign-in.ts';

interface Moved extends Pick<Control, 'redeemed'> {
  readonly answer: ServerAnswer;
}

export const bindsCodesToRedirectUri: Check<Moved> = {
  id: 'authorization-endpoint/binds-codes-to-redirect-uri',
  title: 'takes a code only with the redirect URI that it was sent to',
  // MUST in OAuth 2.0. A server for OAuth 2.1 alone may ignore the parameter, because PKCE does its work.
  level: 'SHOULD',
  spec: ['RFC 6749 §4.1.3', 'OAuth 2.1 (draft-ietf-oauth-v2-1-13) §10.2'],
  per: 'target',
  part: 'negative',
  alone: true,
  needs: ['sign-in', '--allow-sign-ins'],
  passes:
    'A person signs in, and the token request names another redirect URI than the authorization request did. It is answered invalid_grant.',
  fails:
    'A token: warn. OAuth 2.0 demands the comparison; OAuth 2.1 leaves the parameter out and has to enforce it only where it serves clients of both.',
  fix: 'Keep the redirect URI with the code, and compare it with the one in the token request whenever there is one.',
  unmet: noSignIns,
  observe: async (context) => {
    const { redeemed } = await control(context);
    const came = await anotherCode(context);
    return { redeemed, answer: await redeem(context, came, { redirect_uri: `${came.redirectUri}/other` }) };
  },
  judge: ({ redeemed, answer }) =>
    judgeRedeemed({ redeemed }, [{ done: 'A code with another redirect URI', answer }], {
      errors: ['invalid_grant'],
      broken: 'warn',
      means: 'invalid_grant was expected, because the code was sent to another address.',
    }),
};
