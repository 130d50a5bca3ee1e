import { quote } from '../../token/index.ts';
import type { ProbeAnswer, ProbeCall } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import { accessToken, likeTheGoodOne, type Shown } from '../bearer.ts';
import { outcomeOf } from '../call-tool.ts';
import type { Check, CheckContext, Judgement } from '../check.ts';
import { NEEDS_OTHER_PRINCIPAL, otherPrincipal, shownByOther } from '../principals.ts';
import { record } from '../record.ts';
import { tampered } from '../request-states.ts';

interface Asked {
  readonly requestState: string | undefined;
  /** To each input that the server asked for, a harmless answer. */
  readonly inputResponses: Readonly<Record<string, unknown>>;
}

type Replayed =
  | { readonly why: string; readonly exchanges: readonly number[] }
  | {
      readonly tool: string;
      /** The answers to the changed state, to the other principal's state, and to the state as it should come back. */
      readonly changed: ProbeAnswer;
      readonly stolen: ProbeAnswer;
      readonly honest: ProbeAnswer;
      readonly exchanges: readonly number[];
    };

export const requestStateIsBound: Check<Replayed> = {
  id: 'session/request-state-is-bound',
  title: 'takes a request state back only unchanged, and from the caller it gave it to',
  level: 'SHOULD',
  spec: ['MCP 2026-07-28 multi round-trip requests, Server Requirements'],
  revisions: { since: '2026-07-28' },
  only: 'modern',
  per: 'era',
  needsToken: true,
  needs: ['token', 'second principal', 'probes in the file'],
  part: 'negative',
  passes:
    'The tool of `probes.inputTool` asks for more input and hands out a `requestState`. Changed, it is refused, and so it is when another principal sends it; as it came, its owner gets a result. Every input that is asked for is declined.',
  fails: 'The changed state or the other principal gets a result: `warn`.',
  cannotKnow: 'Whether the state decides anything that matters; where it does, its integrity is a MUST.',
  fix: 'Seal the state with an HMAC or AEAD, put issuer and subject of the token, the tool, a digest of its arguments and an expiry of minutes inside, and verify them all when it comes back.',
  unmet: (context) => {
    if (context.evidence.target.probes?.inputTool === undefined)
      return 'Needs a tool that asks for more input: name it in the configuration file as `probes.inputTool`.';
    return otherPrincipal(context) === undefined ? NEEDS_OTHER_PRINCIPAL : undefined;
  },
  observe: observeReplays,
  judge: judgeReplays,
};

async function observeReplays(context: CheckContext): Promise<Replayed> {
  const tool = context.evidence.target.probes?.inputTool;
  const other = otherPrincipal(context);
  if (tool === undefined || other === undefined)
    return { why: 'nothing is named that could be tried', exchanges: [] };
  const good = likeTheGoodOne(accessToken(context), context);
  const first = await call(context, tool, good, {});
  const { requestState, inputResponses } = askedIn(first.rpc?.result);
  if (requestState === undefined)
    return {
      why: `the call of ${quote(tool.tool)} was answered ${describeAnswer(first)}, without a \`requestState\``,
      exchanges: [first.exchange],
    };
  context.http.vault.keep(requestState);
  const changed = await call(context, tool, good, { requestState: tampered(requestState), inputResponses });
  const theirs = shownByOther(other, context);
  const stolen = await call(context, tool, theirs, { requestState, inputResponses });
  // Last, because a state may be good for one use.
  const honest = await call(context, tool, good, { requestState, inputResponses });
  const exchanges = [first, changed, stolen, honest].map(({ exchange }) => exchange);
  return { tool: tool.tool, changed, stolen, honest, exchanges };
}

function call(
  { probe }: CheckContext,
  { tool, arguments: input }: ProbeCall,
  shown: Shown,
  retry: Readonly<Record<string, unknown>>,
): Promise<ProbeAnswer> {
  const params = { _meta: META, name: tool, arguments: input, ...retry };
  return probe({ era: 'modern', ...shown, rpc: { method: 'tools/call', params }, phase: 'check' });
}

/** Servers ask for no input of a kind that the client does not declare. */
const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'mcp-authcheck', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': { elicitation: { form: {} } },
};

function askedIn(result: unknown): Asked {
  const { resultType, requestState, inputRequests } = record(result);
  const isAsking = resultType === 'input_required' && typeof requestState === 'string' && requestState !== '';
  const names = Object.keys(record(inputRequests));
  return {
    requestState: isAsking ? requestState : undefined,
    inputResponses: Object.fromEntries(names.map((name) => [name, { action: 'decline' }])),
  };
}

function judgeReplays(observed: Replayed): Judgement {
  const { exchanges } = observed;
  if ('why' in observed)
    return { verdict: 'inconclusive', message: `It could not be tried: ${observed.why}.`, exchanges };
  const { tool, changed, stolen, honest } = observed;
  const came = `Sent back to ${quote(tool)}, a changed \`requestState\` was answered ${said(changed)}, one of another principal ${said(stolen)}`;
  const taken = [
    ...(isTaken(changed) ? [{ what: 'the CHANGED state was taken', shown: changed.exchange }] : []),
    ...(isTaken(stolen) ? [{ what: 'the state of SOMEBODY ELSE was taken', shown: stolen.exchange }] : []),
  ];
  const [first] = taken;
  if (first !== undefined)
    return {
      verdict: 'warn',
      message: `${came}: ${taken.map(({ what }) => what).join(', and ')}; a refusal was expected.`,
      exchanges,
      shown: first.shown,
      certain: true,
      accepted: true,
    };
  const unclear = [changed, stolen].some(
    (answer) => outcomeOf(answer) === 'unclear' || answer.status === 401,
  );
  if (unclear || !isTaken(honest))
    return {
      verdict: 'inconclusive',
      message: `${came}. ${unclear ? 'That is not about the state.' : `But as it came, it was answered ${said(honest)}, too.`}`,
      exchanges,
    };
  return { verdict: 'pass', message: `${came}; as it came, it was taken.`, exchanges, accepted: false };
}

/** To ask again, as if there were no state, is to refuse it. */
function isTaken(answer: ProbeAnswer): boolean {
  return outcomeOf(answer) === 'executed' && !asksAgain(answer);
}

function asksAgain({ rpc }: ProbeAnswer): boolean {
  return record(rpc?.result).resultType === 'input_required';
}

function said(answer: ProbeAnswer): string {
  return `${describeAnswer(answer)}${asksAgain(answer) ? ' that asks again' : outcomeOf(answer) === 'tool_error' ? ' that says it is an error' : ''}`;
}
