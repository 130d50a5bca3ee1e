import type { ServerAnswer } from '../../types.ts';
import type { Check, Judgement } from '../check.ts';
import { describeToken, judgeRedeemed } from './code-refusal.ts';
import { noOtherClient, redeemAsOther } from './other-client.ts';
import { type Control, control, noSignIns } from './sign-in.ts';

interface Stolen extends Pick<Control, 'redeemed'> {
  readonly answer: ServerAnswer;
}

export const bindsCodesToClient: Check<Stolen> = {
  id: 'authorization-endpoint/binds-codes-to-client',
  title: 'takes a code only from the client that it was issued to',
  level: 'MUST',
  spec: ['RFC 6749 §4.1.3', 'OAuth 2.1 (draft-ietf-oauth-v2-1-13) §4.1.3'],
  per: 'target',
  part: 'negative',
  alone: true,
  needs: ['sign-in', '--allow-sign-ins', 'second principal'],
  passes:
    'A person signs in for one client, and another client redeems the code with everything else right: one of another flow, or one that is registered for it and deleted again. It is answered invalid_grant.',
  fails:
    'A token: fail, because whoever steals a code can use it as a client of their own. Refused with another error: warn.',
  cannotKnow: 'Anything from a client that may redeem no codes at all: skip.',
  fix: 'Keep the client id with the code, and compare it with the client that authenticates at the token endpoint.',
  unmet: (context) => noSignIns(context) ?? noOtherClient(context),
  observe: async (context) => {
    const { redeemed } = await control(context);
    return { redeemed, answer: await redeemAsOther(context) };
  },
  judge: judgeStolen,
};

/** Errors of a client that does not get as far as its code (RFC 6749 §5.2). */
const NO_CODES_AT_ALL: readonly (string | undefined)[] = ['invalid_client', 'unauthorized_client'];

function judgeStolen({ redeemed, answer }: Stolen): Judgement {
  if (answer.accessToken === undefined && NO_CODES_AT_ALL.includes(answer.error))
    return {
      verdict: 'skip',
      message: `A code of another client was answered ${describeToken(answer)}: that client may redeem no codes at all, so that nothing is known. Add a flow of a second client that people sign in with.`,
      exchanges: [redeemed.exchange, answer.exchange],
    };
  return judgeRedeemed({ redeemed }, [{ done: 'A code of another client', answer }], {
    errors: ['invalid_grant'],
    broken: 'fail',
    means: 'invalid_grant was expected, because the code was issued to another client.',
  });
}
