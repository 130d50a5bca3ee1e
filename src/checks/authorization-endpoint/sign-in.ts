import { TokenError } from '../../errors.ts';
import { quote } from '../../token/index.ts';
import type { CodeAnswer, FormParameters, ServerAnswer } from '../../types.ts';
import type { CheckContext } from '../check.ts';
import { frontProbe, noFrontChannel, WITHOUT_CHALLENGE } from '../front-channel.ts';
import { once } from '../once.ts';

/** Why nobody can be asked to sign in for a check, if so. */
export function noSignIns(context: CheckContext): string | undefined {
  const obstacle = noFrontChannel(context);
  if (obstacle !== undefined) return obstacle;
  return context.allows?.signIns === true
    ? undefined
    : 'Needs a person who signs in once more for it; allow that with --allow-sign-ins.';
}

/**
 * The first sign-in for checks, and what its code brought when it was redeemed as it should be. Every check that
 * redeems a code wrongly rests on it: where no right request gets through, a refusal says nothing. Whoever is not
 * there for this one is not asked again.
 */
export interface Control {
  readonly came: CodeAnswer;
  readonly redeemed: ServerAnswer;
}

export function firstSignIn(context: CheckContext): Promise<CodeAnswer> {
  return once(context, 'sign-in/first', () => frontProbe(context).signIn({}));
}

/** Rejects with TokenError when the sign-in brought no code, NetworkError when no answer came. */
export function control(context: CheckContext): Promise<Control> {
  return once(context, 'sign-in/control', async () => {
    const came = await firstSignIn(context);
    return { came, redeemed: await redeem(context, came) };
  });
}

/** One more code. Asks nobody when the first sign-in failed. */
export async function anotherCode(
  context: CheckContext,
  parameters: FormParameters = {},
): Promise<CodeAnswer> {
  await control(context);
  return await frontProbe(context).signIn({ parameters });
}

/** One whose authorization request had no code challenge; two checks look at it. */
export function codeWithoutChallenge(context: CheckContext): Promise<CodeAnswer> {
  return once(context, 'sign-in/without-challenge', () => anotherCode(context, WITHOUT_CHALLENGE));
}

/** Redeems a code as RFC 6749 §4.1.3 and RFC 7636 §4.5 say, with changes. */
export function redeem(
  context: CheckContext,
  came: CodeAnswer,
  changes: FormParameters = {},
): Promise<ServerAnswer> {
  return frontProbe(context).token({ parameters: { ...redemption(came), ...changes } });
}

/**
 * What a token request for the code is made of.
 * @throws TokenError `oauth.no_code`
 */
export function redemption(came: CodeAnswer): FormParameters {
  if (came.code === undefined) {
    const why = came.error === undefined ? 'without a code' : `with error=${quote(came.error, 60)}`;
    throw new TokenError('oauth.no_code', `The sign-in came back ${why}.`, { phase: 'check' });
  }
  return {
    grant_type: 'authorization_code',
    code: came.code,
    redirect_uri: came.redirectUri,
    code_verifier: came.codeVerifier,
    ...resourceOf(came),
  };
}

/** RFC 8707 §2.2: the token request names the resource of the authorization request. */
export function resourceOf({ request }: CodeAnswer): FormParameters {
  const resource = new URL(request.url).searchParams.get('resource');
  return resource === null ? {} : { resource };
}
