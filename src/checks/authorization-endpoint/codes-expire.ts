import type { ServerAnswer } from '../../types.ts';
import type { Check } from '../check.ts';
import { judgeRedeemed } from './code-refusal.ts';
import { anotherCode, type Control, control, noSignIns, redeem } from './sign-in.ts';

/** RFC 6749 §4.1.2, and a little for clocks that differ. */
const LONGEST_MS = 600_000;
const MARGIN_MS = 5_000;

interface Late extends Pick<Control, 'redeemed'> {
  readonly answer: ServerAnswer;
}

export const codesExpire: Check<Late> = {
  id: 'authorization-endpoint/codes-expire',
  title: 'takes a code for ten minutes at most',
  level: 'SHOULD',
  spec: ['RFC 6749 §4.1.2', 'OAuth 2.1 (draft-ietf-oauth-v2-1-13) §4.1.2'],
  per: 'target',
  part: 'negative',
  alone: true,
  needs: ['sign-in', '--allow-sign-ins'],
  passes: 'A person signs in, and the code is redeemed ten minutes later. It is answered invalid_grant.',
  fails: 'A token: warn, because a code that leaks can be used for longer than is recommended.',
  fix: 'Let codes live for a minute or less, ten minutes at most ("authorization code lifespan").',
  unmet: (context) =>
    noSignIns(context) ??
    ((context.allows?.waitExpiryMs ?? 0) >= LONGEST_MS
      ? undefined
      : 'A code has to be ten minutes old for it; allow that wait with --wait-expiry 600 or more.'),
  observe: async (context) => {
    const { redeemed } = await control(context);
    const came = await anotherCode(context);
    await (context.wait ?? delay)(LONGEST_MS + MARGIN_MS);
    return { redeemed, answer: await redeem(context, came) };
  },
  judge: ({ redeemed, answer }) =>
    judgeRedeemed({ redeemed }, [{ done: 'A code that is ten minutes old', answer }], {
      errors: ['invalid_grant'],
      broken: 'warn',
      means: 'invalid_grant was expected, because ten minutes are the recommended maximum.',
    }),
};

function delay(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
