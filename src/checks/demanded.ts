import { type Accepted, type Comparison, compareToken, decodeToken } from '../token/index.ts';
import type { TokenExpectation } from '../types.ts';
import type { Check, CheckContext } from './check.ts';

interface Demand {
  readonly expected: TokenExpectation;
  readonly accepted: Accepted;
}

interface Claimed {
  readonly comparisons: readonly Comparison[];
  readonly exchanges: readonly number[];
  readonly expected: readonly string[];
}

/** A check that compares one claim of a flow's token with what is demanded of it. */
export function demandedClaimCheck(
  check: Pick<Check, 'id' | 'title' | 'spec' | 'passes' | 'fails' | 'fix'> & {
    readonly demand: (context: CheckContext) => Demand;
    /** How to demand something. */
    readonly enable: string;
  },
): Check<Claimed> {
  const { demand, enable, ...described } = check;
  return {
    ...described,
    level: 'MUST',
    per: 'flow',
    needsToken: true,
    unmet: (context) => {
      const { expected, accepted } = demand(context);
      if (isDemanded(expected)) return undefined;
      const implied =
        isDemanded({ aud: accepted.audiences ?? [] }) || isDemanded({ aud: accepted.issuers ?? [] });
      if (!implied) return `Nothing is expected of it: ${enable}.`;
      return context.flow?.token?.claims ? undefined : 'The claims of the token cannot be read.';
    },
    observe: async (context) => {
      const { expected, accepted } = demand(context);
      const token = context.flow?.token ?? decodeToken('');
      return {
        comparisons: compareToken(token, expected, accepted),
        exchanges: context.flow?.tokens?.exchanges ?? [],
        expected: values(expected, accepted),
      };
    },
    judge: ({ comparisons, exchanges, expected }) => ({
      verdict: comparisons.every(({ verdict }) => verdict === 'pass') ? 'pass' : 'fail',
      message: `${comparisons.map(({ message }) => message).join('; ')}.`,
      exchanges,
      expected,
    }),
  };
}

/** What is demanded, else what the provider may write. */
function values({ aud, iss, scp = [], roles = [] }: TokenExpectation, accepted: Accepted): readonly string[] {
  const demanded = [...(aud ?? []), ...(iss === undefined ? [] : [iss]), ...scp, ...roles];
  return demanded.length > 0 ? demanded : [...(accepted.audiences ?? []), ...(accepted.issuers ?? [])];
}

function isDemanded({ aud = [], iss, scp = [], roles = [] }: TokenExpectation): boolean {
  return aud.length > 0 || iss !== undefined || scp.length > 0 || roles.length > 0;
}
