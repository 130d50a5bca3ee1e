import { hasToken } from '../bearer.ts';
import type { Check, CheckContext } from '../check.ts';

interface Types {
  /** Flows whose answer had the type that was asked for. */
  readonly right: readonly string[];
  /** What was wrong with the others, in plain words. */
  readonly wrong: readonly string[];
  readonly exchanges: readonly number[];
}

export const typeIsBearer: Check<Types> = {
  id: 'token/type-is-bearer',
  title: 'is reached with a token that the authorization server calls a Bearer token',
  level: 'MUST',
  spec: ['RFC 6749 §5.1', 'RFC 6749 §7.1', 'RFC 6750 §6.1.1', 'RFC 9449 §5'],
  passes:
    '`token_type` of every token answer is `Bearer`, in any letter case; `DPoP` where that was asked for.',
  fails: 'It is another or missing: fail, because clients must not use such a token.',
  fix: 'Let the token endpoint answer with `"token_type": "Bearer"`. Where it binds tokens to a key, run with --dpop.',
  needs: ['token'],
  // A flow that ended because of the type has no token, and checks per flow would be blocked there.
  per: 'target',
  unmet: (context) =>
    answers(context).length === 0
      ? 'No token answer came whose type could be looked at; add a flow that asks an authorization server.'
      : undefined,
  observe: async (context) => {
    const flows = answers(context);
    return {
      right: flows.filter(hasToken).map(({ request }) => request.flow),
      wrong: flows.flatMap(({ request, error }) =>
        error?.code === WRONG_TYPE ? [`${request.flow}: ${context.http.vault.redact(error.message)}`] : [],
      ),
      exchanges: flows.flatMap(({ tokens }) => tokens?.exchanges ?? []),
    };
  },
  judge: ({ right, wrong, exchanges }) =>
    wrong.length > 0
      ? { verdict: 'fail', message: wrong.join(' '), exchanges }
      : {
          verdict: 'pass',
          message: `The token type is what was asked for: ${[...new Set(right)].join(', ')}.`,
          exchanges,
        },
};

/** Code of the error with which a flow ends whose answer has another type than was asked for. */
const WRONG_TYPE = 'token.type';

function answers({ evidence: { flows } }: CheckContext) {
  return flows.filter(
    (flow) => flow.request.flow !== 'bearer' && (hasToken(flow) || flow.error?.code === WRONG_TYPE),
  );
}
