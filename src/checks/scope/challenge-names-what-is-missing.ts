import { tokenChallenge } from '../../text/challenges.ts';
import { quote, quoteAll } from '../../token/index.ts';
import type { NoToken } from '../ask-token.ts';
import type { Check, Judgement } from '../check.ts';
import { type InsufficientCall, insufficientCall, unscoped, untried } from '../insufficient.ts';
import { allOf, includesPermission, wordsOf } from '../permissions.ts';
import { SCOPE_CHALLENGES } from '../sources.ts';
import { describeCall } from './insufficient-is-403.ts';

type Challenged =
  | NoToken
  | (InsufficientCall & {
      /** Where the metadata is, by the 401's challenge, else where discovery found it. */
      readonly metadataUrl: string | undefined;
    });

export const challengeNamesWhatIsMissing: Check<Challenged> = {
  id: 'scope/challenge-names-what-is-missing',
  title: 'names in the challenge of a 403 what the token lacks',
  level: 'SHOULD',
  spec: [...SCOPE_CHALLENGES, 'RFC 6750 §3.1', 'RFC 9728 §5.1'],
  revisions: { since: '2025-11-25' },
  per: 'era',
  needsToken: true,
  needs: ['token', 'probes in the file'],
  passes:
    'The 403 of scope/insufficient-is-403 carries a Bearer challenge with `error="insufficient_scope"`, a `scope` that names something the token has not, and the same `resource_metadata` as the 401.',
  fails: 'Any of them is missing or wrong: `warn`, because a client cannot tell what to ask for.',
  fix: 'Send with the 403 `WWW-Authenticate: Bearer error="insufficient_scope", scope="<all that the operation needs>", resource_metadata="<the same URL as with 401>"`.',
  unmet: unscoped,
  observe: async (context) => {
    const called = await insufficientCall(context);
    if ('why' in called) return called;
    const { discovery } = context.evidence;
    const challenged = discovery?.challenge?.parameters.resource_metadata;
    return { ...called, metadataUrl: challenged ?? discovery?.protectedResourceMetadata?.url };
  },
  judge: (observed) => ('why' in observed ? untried(observed) : judgeChallenge(observed)),
};

function judgeChallenge(observed: Exclude<Challenged, NoToken>): Judgement {
  const { answer, exchanges } = observed;
  const came = describeCall(observed);
  const facts = { exchanges, shown: answer.exchange };
  if (answer.status !== 403)
    return { verdict: 'skip', message: `${came}: there is no 403 whose challenge could be read.`, ...facts };
  const problems = challengeProblems(observed);
  return problems.length === 0
    ? { verdict: 'pass', message: `${came}, and the challenge says what is missing.`, ...facts }
    : { verdict: 'warn', message: `${came}, but ${problems.join('; ')}.`, ...facts };
}

function challengeProblems({ answer, token, metadataUrl }: Exclude<Challenged, NoToken>): readonly string[] {
  const challenge = tokenChallenge(answer.challenges);
  if (challenge === null) return ['there is no Bearer challenge'];
  const { error, scope, resource_metadata: named } = challenge.parameters;
  return [
    ...(error === 'insufficient_scope'
      ? []
      : [`\`error\` is ${error === undefined ? 'missing' : quote(error, 40)} and not "insufficient_scope"`]),
    ...scopeProblem(scope, allOf(token.permits) ?? []),
    ...metadataProblem(named, metadataUrl),
  ];
}

function scopeProblem(scope: string | undefined, has: readonly string[]): readonly string[] {
  const wanted = wordsOf(scope);
  if (wanted.length === 0) return ['`scope` is missing'];
  return wanted.every((one) => includesPermission(has, one))
    ? [`\`scope\` names ${quoteAll(wanted)}, which the token has, and not what it lacks`]
    : [];
}

/** RFC 9728 §5.1; MCP: for consistency with 401. */
function metadataProblem(named: string | undefined, expected: string | undefined): readonly string[] {
  if (named === undefined) return ['`resource_metadata` is missing'];
  if (expected === undefined || named === expected) return [];
  return [`\`resource_metadata\` is ${quote(named, 120)} and with 401 ${quote(expected, 120)}`];
}
