import { quote } from '../../token/index.ts';
import type { ProbeAnswer, ProbeCall } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import { accessToken, likeTheGoodOne, type Shown } from '../bearer.ts';
import { type Outcome, outcomeOf } from '../call-tool.ts';
import type { Check, CheckContext, Judgement } from '../check.ts';
import { handleIn, withHandle } from '../handles.ts';
import { NEEDS_OTHER_PRINCIPAL, otherPrincipal, shownByOther } from '../principals.ts';

type Handled =
  | { readonly why: string; readonly verdict: 'skip' | 'inconclusive'; readonly exchanges: readonly number[] }
  | {
      readonly tool: string;
      /** The answers to the owner, to the other principal, and to a caller without a token. */
      readonly owner: ProbeAnswer;
      readonly other: ProbeAnswer;
      readonly nobody: ProbeAnswer;
      readonly exchanges: readonly number[];
    };

export const handleBelongsToItsPrincipal: Check<Handled> = {
  id: 'session/handle-belongs-to-its-principal',
  title: 'gives what a handle stands for to nobody but its owner',
  level: 'SHOULD',
  spec: ['MCP 2026-07-28 security best practices, State Handle Hijacking'],
  revisions: { since: '2026-07-28' },
  only: 'modern',
  per: 'era',
  needsToken: true,
  needs: ['token', 'second principal', 'probes in the file'],
  part: 'negative',
  passes:
    'The first tool of `probes.handle` hands out a handle, which works for its owner in the second. Another principal with it is refused, and so is a caller without a token.',
  fails:
    'The other principal gets a result: `warn`. A caller without a token does: `fail`, because the handle was taken for a credential.',
  cannotKnow: 'Whether what the handle stands for is meant to be shared.',
  fix: 'Keep what a handle stands for under `<iss and sub of the token>:<handle>`, and answer a stranger as if there were no such handle.',
  unmet: (context) => {
    if (context.evidence.target.probes?.handle === undefined)
      return 'Needs a tool that hands out a handle and one that takes it: name them in the configuration file as `probes.handle`.';
    return otherPrincipal(context) === undefined ? NEEDS_OTHER_PRINCIPAL : undefined;
  },
  observe: observeHandle,
  judge: judgeHandle,
};

async function observeHandle(context: CheckContext): Promise<Handled> {
  const tools = context.evidence.target.probes?.handle;
  const other = otherPrincipal(context);
  if (tools === undefined || other === undefined)
    return { why: 'nothing is named that could be tried', verdict: 'skip', exchanges: [] };
  const call = ({ tool, arguments: input }: ProbeCall, shown: Partial<Shown>): Promise<ProbeAnswer> =>
    context.probe({
      era: 'modern',
      ...shown,
      rpc: { method: 'tools/call', params: { name: tool, arguments: input } },
      phase: 'check',
    });
  const good = likeTheGoodOne(accessToken(context), context);
  const created = await call(tools.create, good);
  const handle = outcomeOf(created) === 'executed' ? handleIn(created.rpc?.result) : undefined;
  if (handle === undefined)
    return {
      why: `the call of ${quote(tools.create.tool)} was answered ${describeAnswer(created)}, without anything that could be a handle`,
      verdict: 'inconclusive',
      exchanges: [created.exchange],
    };
  // Whoever has it may have what it stands for; a short one would blacken ordinary words of the report.
  if (typeof handle === 'string' && handle.length >= 8) context.http.vault.keep(handle);
  const use = { tool: tools.use.tool, arguments: withHandle(tools.use.arguments, handle) };
  const nobody = await call(use, {});
  const stranger = await call(use, shownByOther(other, context));
  // Last, because a handle may be good for one use.
  const owner = await call(use, good);
  const exchanges = [created, nobody, stranger, owner].map(({ exchange }) => exchange);
  return { tool: use.tool, owner, other: stranger, nobody, exchanges };
}

function judgeHandle(observed: Handled): Judgement {
  const { exchanges } = observed;
  if ('why' in observed)
    return { verdict: observed.verdict, message: `It could not be tried: ${observed.why}.`, exchanges };
  const { tool, owner, other, nobody } = observed;
  const use = `A handle in the call of ${quote(tool)}`;
  if (outcomeOf(nobody) === 'executed')
    return {
      verdict: 'fail',
      message: `${use} without a token was answered ${describeAnswer(nobody)}: the handle was taken for a credential; 401 was expected.`,
      exchanges,
      shown: nobody.exchange,
      certain: true,
      accepted: true,
    };
  const came = `${use} with the token of another principal was answered ${describeAnswer(other)}${REMARKS[outcomeOf(other)]}`;
  const facts = { exchanges, shown: other.exchange };
  if (outcomeOf(other) === 'executed')
    return {
      verdict: 'warn',
      message: `${came}: it was ACCEPTED, so that whoever learns a handle has what it stands for; a refusal was expected.`,
      ...facts,
      certain: true,
      accepted: true,
    };
  if (outcomeOf(other) === 'unclear' || other.status === 401)
    return { verdict: 'inconclusive', message: `${came}: that is not about the handle.`, ...facts };
  if (outcomeOf(owner) !== 'executed')
    return {
      verdict: 'inconclusive',
      message: `${came}, but so was its owner (${describeAnswer(owner)}${REMARKS[outcomeOf(owner)]}).`,
      ...facts,
    };
  return { verdict: 'pass', message: `${came}, and its owner got a result.`, ...facts, accepted: false };
}

const REMARKS: Readonly<Record<Outcome, string>> = {
  executed: '',
  tool_error: ' that says it is an error',
  rpc_error: '',
  refused: '',
  unclear: '',
};
