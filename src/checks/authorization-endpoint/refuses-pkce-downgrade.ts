import type { CodeAnswer, ServerAnswer } from '../../types.ts';
import type { Check, Judgement } from '../check.ts';
import { type Asked, describeAsked, outcomeOf, withoutChallenge } from '../front-channel.ts';
import { judgeRedeemed } from './code-refusal.ts';
import { type Control, codeWithoutChallenge, control, noSignIns, redeem } from './sign-in.ts';

interface Downgraded extends Pick<Control, 'redeemed'> {
  /** The request without a challenge, before anybody signed in. */
  readonly asked: Asked;
  /** What a sign-in without a challenge brought; undefined: nobody had to sign in. */
  readonly came?: Pick<CodeAnswer, 'code' | 'error'>;
  readonly answer?: ServerAnswer;
}

export const refusesPkceDowngrade: Check<Downgraded> = {
  id: 'authorization-endpoint/refuses-pkce-downgrade',
  title: 'refuses a code verifier for a code that was issued without a code challenge',
  level: 'MUST',
  spec: ['RFC 9700 §2.1.1', 'RFC 9700 §4.8.2'],
  per: 'target',
  part: 'negative',
  alone: true,
  needs: ['sign-in', '--allow-sign-ins'],
  passes:
    'An authorization request whose code challenge was taken away is refused; or the code that it brings is refused at the token endpoint when a code verifier comes with it.',
  fails:
    'A token: fail. An attacker who takes the challenge out of the request gets a code of their own past a client that does everything right.',
  cannotKnow: 'What a page says that the sign-in ends on: no answer comes from there.',
  fix: 'Require PKCE of every client; at least refuse a `code_verifier` for a code that was issued without a `code_challenge`.',
  unmet: noSignIns,
  observe: async (context) => {
    const { redeemed } = await control(context);
    const asked = await withoutChallenge(context);
    if (['refused', 'error'].includes(outcomeOf(asked))) return { redeemed, asked };
    const came = await codeWithoutChallenge(context);
    if (came.code === undefined) return { redeemed, asked, came };
    return { redeemed, asked, came, answer: await redeem(context, came) };
  },
  judge: judgeDowngraded,
};

function judgeDowngraded({ redeemed, asked, came, answer }: Downgraded): Judgement {
  const exchanges = [redeemed.exchange, asked.answer.exchange];
  if (answer !== undefined)
    return judgeRedeemed(
      { redeemed },
      [{ done: 'A code verifier for a code that was issued without a code challenge', answer }],
      {
        errors: ['invalid_grant', 'invalid_request'],
        broken: 'fail',
        means: 'invalid_grant was expected, because somebody took the challenge out of the request.',
      },
    );
  if (redeemed.accessToken === undefined)
    return {
      verdict: 'inconclusive',
      message: 'No code was given without a code challenge, but a right code brought no token either.',
      exchanges,
    };
  const how =
    came === undefined
      ? `was answered ${describeAsked(asked)}`
      : `came back from the sign-in without a code${came.error === undefined ? '' : ` (${came.error})`}`;
  return {
    verdict: 'pass',
    message: `An authorization request without a code challenge ${how}: no code, so nothing to redeem.`,
    exchanges,
    accepted: false,
  };
}
