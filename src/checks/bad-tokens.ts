import { flipSignatureByte, GARBAGE_TOKEN } from '../token/index.ts';
import { accessToken, likeTheGoodOne } from './bearer.ts';
import type { CheckContext } from './check.ts';
import { present, presentOnce } from './forged.ts';
import type { Attempt } from './refusal.ts';

/** The era's standard request as anybody can send it. */
export function withoutToken(context: CheckContext): Promise<Attempt> {
  return presentOnce(context, 'without-token', () => present(context, 'a request without a token', {}));
}

export function withGarbage(context: CheckContext): Promise<Attempt> {
  return presentOnce(context, 'garbage', () =>
    present(context, 'a bearer value that is no token', { authorization: [`Bearer ${GARBAGE_TOKEN}`] }),
  );
}

/** undefined: the good token has no signature to change. */
export async function withFlippedSignature(context: CheckContext): Promise<Attempt | undefined> {
  const forged = flipSignatureByte(accessToken(context), context.http.vault);
  if (forged === undefined) return undefined;
  const { token, inShell } = forged;
  return await presentOnce(context, 'flipped-signature', () =>
    present(
      context,
      'the token with one byte of its signature changed',
      likeTheGoodOne(token, context, inShell),
    ),
  );
}

export async function withExpired(context: CheckContext): Promise<Attempt | undefined> {
  const token = context.attackTokens?.expired;
  if (token === undefined) return undefined;
  return await presentOnce(context, 'expired', () =>
    present(context, 'an expired token', likeTheGoodOne(token, context, '$EXPIRED_TOKEN')),
  );
}
