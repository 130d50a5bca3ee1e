import type { ProbeAnswer, ServerAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import { likeTheGoodOne } from '../bearer.ts';
import type { Check, CheckContext, Judgement } from '../check.ts';
import { codeFlow } from '../front-channel.ts';
import { judgeRedeemed } from './code-refusal.ts';
import { type Control, control, noSignIns, redeem } from './sign-in.ts';

interface Replayed extends Pick<Control, 'redeemed'> {
  readonly again: ServerAnswer;
  /** What the endpoint says afterwards to the token that the code brought; undefined: it was not asked. */
  readonly shown: ProbeAnswer | undefined;
}

export const codesAreSingleUse: Check<Replayed> = {
  id: 'authorization-endpoint/codes-are-single-use',
  title: 'takes a code once',
  level: 'MUST',
  spec: ['RFC 6749 §4.1.2', 'OAuth 2.1 (draft-ietf-oauth-v2-1-13) §4.1.3', 'RFC 9700 §4.2.4'],
  per: 'target',
  part: 'negative',
  alone: true,
  needs: ['sign-in', '--allow-sign-ins'],
  passes:
    'A person signs in, the code is redeemed, and redeemed once more. The second time is answered invalid_grant. Whether the token of the first time still works afterwards is told and does not count.',
  fails: 'A second token: fail. Refused with another error: warn.',
  cannotKnow: 'Whether two requests at the same moment both get through.',
  fix: 'Mark the code as used in the same transaction that issues the token, and revoke what it brought when it comes again.',
  unmet: noSignIns,
  observe: async (context) => {
    const { came, redeemed } = await control(context);
    const again = await redeem(context, came);
    const revoked = again.accessToken === undefined && redeemed.accessToken !== undefined;
    return { redeemed, again, shown: revoked ? await present(context, redeemed) : undefined };
  },
  judge: judgeReplayed,
};

function judgeReplayed({ redeemed, again, shown }: Replayed): Judgement {
  const judged = judgeRedeemed({ redeemed }, [{ done: 'A code that was redeemed before', answer: again }], {
    errors: ['invalid_grant'],
    broken: 'fail',
    means: 'invalid_grant was expected, because a code is good for one token request.',
  });
  if (shown === undefined) return judged;
  const fate =
    shown.status === 401
      ? 'The endpoint refuses the token that it brought, which was revoked'
      : shown.kind === 'result'
        ? 'The token that it brought still works (revoking it is a SHOULD, and a token that nobody looks up lives until it expires)'
        : `The endpoint answered the token that it brought ${describeAnswer(shown)}`;
  return {
    ...judged,
    message: `${judged.message} ${fate}.`,
    exchanges: [...judged.exchanges, shown.exchange],
    shown: judged.shown ?? again.exchange,
  };
}

async function present(
  context: CheckContext,
  { accessToken }: ServerAnswer,
): Promise<ProbeAnswer | undefined> {
  const { evidence, probe } = context;
  const flow = codeFlow(context);
  if (accessToken === undefined || flow === undefined) return undefined;
  const era = evidence.eras.legacy === false ? 'modern' : 'legacy';
  return await probe({ era, ...likeTheGoodOne(accessToken, { ...context, flow }), phase: 'check' });
}
