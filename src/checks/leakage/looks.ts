import type { ProbeAnswer } from '../../types.ts';
import { accessToken, likeTheGoodOne } from '../bearer.ts';
import type { CheckContext } from '../check.ts';
import { present, presentOnce } from '../forged.ts';
import type { Attempt } from '../refusal.ts';

/** The era's standard request with the good token; sent once, however many checks look at the answer. */
export function withGoodToken(context: CheckContext): Promise<Attempt> {
  return presentOnce(context, 'good', () =>
    present(context, 'the good token', likeTheGoodOne(accessToken(context), context)),
  );
}

/** The good token with a method that no server has, for what the server says when it is at a loss. */
export function withUnknownMethod(context: CheckContext): Promise<Attempt> {
  return presentOnce(context, 'unknown-method', () =>
    present(context, 'the good token and a method that does not exist', {
      ...likeTheGoodOne(accessToken(context), context),
      rpc: { method: 'mcp-authcheck/no-such-method' },
    }),
  );
}

/** All values of a header in one list, as the standard has it (RFC 9110 §5.3). */
export function headerValue({ headers }: Pick<ProbeAnswer, 'headers'>, name: string): string | undefined {
  const values = headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(', ');
}
