import { quoteAll } from '../../token/index.ts';
import type { Check, CheckContext, Judgement } from '../check.ts';
import { exchangesOfToken } from '../readable.ts';

interface Granted {
  readonly asked: readonly string[];
  /** `scope` of the answer; null: absent, which means the same as asked (RFC 6749 §5.1). */
  readonly answered: readonly string[] | null;
  /** Scopes in the token; empty: it has none, or cannot be read. */
  readonly held: readonly string[];
  readonly exchanges: readonly number[];
}

export const grantsWhatWasAsked: Check<Granted> = {
  id: 'token/grants-what-was-asked',
  title: 'is reached with a token for the scopes that were asked for, or the answer says which',
  level: 'MUST',
  spec: ['RFC 6749 §3.3', 'RFC 6749 §5.1'],
  passes:
    'The scopes that were asked for, `scope` of the token answer and the scopes in the token are the same. Those of OpenID Connect and `/.default` do not count.',
  fails:
    'The token holds other scopes than were asked for, and `scope` of the answer is absent or says otherwise: fail. The answer says openly that fewer or others were granted: info.',
  fix: 'Let the token endpoint answer with `scope` whenever it grants something else than was asked for, and write the same scopes into the token.',
  per: 'flow',
  needsToken: true,
  unmet: (context) => {
    if (askedOf(context).length > 0) return undefined;
    return (context.flow?.tokens?.requestedScopes ?? []).length > 0
      ? 'Only scopes that name no single permission were asked for (`/.default`, OpenID Connect).'
      : 'No scope was asked for; name some with --scope.';
  },
  observe: async (context) => ({
    asked: askedOf(context),
    answered: context.flow?.tokens?.scopes?.filter(isOfApi).map(shortName) ?? null,
    held: (context.flow?.token?.scp ?? []).filter(isOfApi).map(shortName),
    exchanges: exchangesOfToken(context),
  }),
  judge: (granted) => ({ ...judgeScopes(granted), exchanges: granted.exchanges }),
};

function judgeScopes({ asked, answered, held }: Granted): Omit<Judgement, 'exchanges'> {
  const said = answered ?? asked;
  const answer = answered === null ? 'the answer has no `scope`' : `the answer says ${quoteAll(answered)}`;
  const all = `Asked for: ${quoteAll(asked)}; ${answer}${held.length > 0 ? `; the token holds ${quoteAll(held)}` : ''}`;
  if (held.length > 0 && !areSame(held, said))
    return {
      verdict: 'fail',
      message: `${all}. The answer must say what was granted when that is not what was asked for.`,
    };
  return areSame(said, asked)
    ? { verdict: 'pass', message: `${all}.` }
    : { verdict: 'info', message: `${all}: something else was granted, and the answer says so.` };
}

function askedOf({ flow }: CheckContext): readonly string[] {
  return (flow?.tokens?.requestedScopes ?? []).filter(isOfApi).map(shortName);
}

const OPENID: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);

/** A scope that stands for one permission of an API. */
function isOfApi(scope: string): boolean {
  return !OPENID.has(scope) && !scope.endsWith('/.default');
}

/** Entra ID asks and answers in full, `api://x/read`, and writes `read` into the token. */
function shortName(scope: string): string {
  return /^[a-z][\w+.-]*:\/\/.*\//i.test(scope) ? scope.slice(scope.lastIndexOf('/') + 1) : scope;
}

function areSame(one: readonly string[], other: readonly string[]): boolean {
  return one.every((scope) => other.includes(scope)) && other.every((scope) => one.includes(scope));
}
