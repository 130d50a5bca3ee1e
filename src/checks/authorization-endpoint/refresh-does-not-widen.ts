import { decodeToken, quote } from '../../token/index.ts';
import type { ServerAnswer } from '../../types.ts';
import type { Check, Judgement } from '../check.ts';
import { includesPermission } from '../permissions.ts';
import { describeToken } from './code-refusal.ts';
import { grantedBy, type Refreshes, refreshes } from './refreshes.ts';
import { noSignIns } from './sign-in.ts';

export const refreshDoesNotWiden: Check<Refreshes> = {
  id: 'authorization-endpoint/refresh-does-not-widen',
  title: 'gives for a refresh token no more scope than the person agreed to',
  level: 'MUST',
  spec: ['RFC 6749 §6', 'OAuth 2.1 (draft-ietf-oauth-v2-1-13) §4.3.1'],
  per: 'target',
  part: 'negative',
  alone: true,
  needs: ['sign-in', '--allow-sign-ins', 'refresh token'],
  passes:
    "A person signs in for some of the flow's scopes; the refresh token of that sign-in asks for one more. It is refused with invalid_scope, or the token comes without the scope.",
  fails: 'A token with the further scope: fail, because nobody agreed to it.',
  cannotKnow: 'What an opaque token is good for whose answer names no scope: inconclusive.',
  fix: 'Keep the granted scopes with the refresh token, and refuse any other one with invalid_scope.',
  unmet: noSignIns,
  observe: refreshes,
  judge: judgeWidening,
};

function judgeWidening({ redeemed, further, widened }: Refreshes): Judgement {
  const exchanges = [redeemed, widened].flatMap((answer) => (answer === undefined ? [] : [answer.exchange]));
  if (redeemed.accessToken === undefined)
    return {
      verdict: 'inconclusive',
      message: `The code of the sign-in was answered ${describeToken(redeemed)}.`,
      exchanges,
    };
  if (redeemed.refreshToken === undefined || further === undefined || widened === undefined)
    return {
      verdict: 'skip',
      message:
        redeemed.refreshToken === undefined
          ? 'The sign-in brought no refresh token; ask for one, for instance with the scope offline_access.'
          : 'There is no further scope to ask for: the flow asks for one at most, and the server names no other.',
      exchanges,
    };
  if (has(redeemed, further) === true)
    return {
      verdict: 'skip',
      message: `The sign-in granted ${quote(further)} although it was not asked for, as servers do that grant all that was ever agreed to; there is nothing further to ask for.`,
      exchanges,
    };
  const came = `A refresh that asked for ${quote(further)} besides was answered ${describeToken(widened)}`;
  if (widened.accessToken === undefined) {
    const decided = widened.status >= 400 && widened.status < 500 && widened.status !== 429;
    return decided
      ? { verdict: 'pass', message: `${came}, as expected.`, exchanges, accepted: false }
      : { verdict: 'inconclusive', message: `${came}: that decides nothing.`, exchanges, undecidable: true };
  }
  switch (has(widened, further)) {
    case false:
      return { verdict: 'pass', message: `${came} that does not have it.`, exchanges, accepted: false };
    case undefined:
      return {
        verdict: 'inconclusive',
        message: `${came} that does not say what it is good for.`,
        exchanges,
      };
    default:
      return {
        verdict: 'fail',
        message: `${came} that has it: invalid_scope was expected, because the sign-in was for less.`,
        exchanges,
        shown: widened.exchange,
        accepted: true,
        certain: true,
      };
  }
}

/** Whether the token of an answer has a scope; undefined: neither says. */
function has(answer: ServerAnswer, scope: string): boolean | undefined {
  const token = answer.accessToken === undefined ? undefined : decodeToken(answer.accessToken.reveal());
  const granted = token !== undefined && token.scp.length > 0 ? token.scp : grantedBy(answer);
  return granted === undefined ? undefined : includesPermission(granted, scope);
}
