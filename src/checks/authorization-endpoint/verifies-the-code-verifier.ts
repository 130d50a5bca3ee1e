import type { Check } from '../check.ts';
import { judgeRedeemed, type Redeemed } from './code-refusal.ts';
import { anotherCode, type Control, control, noSignIns, redeem } from './sign-in.ts';

interface Verified extends Pick<Control, 'redeemed'> {
  readonly wrong: readonly Redeemed[];
}

export const verifiesTheCodeVerifier: Check<Verified> = {
  id: 'authorization-endpoint/verifies-the-code-verifier',
  title: 'gives no token for a code without its code verifier',
  level: 'MUST',
  spec: [
    'RFC 7636 §4.6',
    'OAuth 2.1 (draft-ietf-oauth-v2-1-13) §4.1.3',
    'MCP 2026-07-28 authorization security considerations, Authorization Code Protection',
  ],
  per: 'target',
  part: 'negative',
  alone: true,
  needs: ['sign-in', '--allow-sign-ins'],
  passes:
    'Two codes of two sign-ins, one redeemed with another code verifier and one with none. Both are answered invalid_grant; invalid_request does, too, where there is none.',
  fails: 'A token: fail, because then PKCE protects nothing. Refused with another error: warn.',
  fix: 'Keep the code challenge with the code, and compare it with the hash of the verifier before anything is issued; a missing verifier is a wrong one.',
  unmet: noSignIns,
  observe: async (context) => {
    const { redeemed } = await control(context);
    const one = await redeem(context, await anotherCode(context), {
      code_verifier: `${crypto.randomUUID()}-${crypto.randomUUID()}`,
    });
    const first = { done: 'A code with another code verifier', answer: one };
    if (one.accessToken !== undefined) return { redeemed, wrong: [first] };
    const other = await redeem(context, await anotherCode(context), { code_verifier: null });
    return { redeemed, wrong: [first, { done: 'A code without a code verifier', answer: other }] };
  },
  judge: ({ redeemed, wrong }) =>
    judgeRedeemed({ redeemed }, wrong, {
      errors: ['invalid_grant', 'invalid_request'],
      broken: 'fail',
      means: 'invalid_grant was expected, because the code was bound to a code challenge.',
    }),
};
