import { NetworkError } from '../errors.ts';
import type { Probe, ProbeAnswer, ProbeCall, ProbeRequest } from '../types.ts';
import type { Shown } from './bearer.ts';
import type { CheckContext } from './check.ts';
import { inSession, withSession } from './own-session.ts';
import { isEraError } from './refusal.ts';

/** A tool call and its answer. */
export interface ToolAnswer {
  /** Handshake era: the answer to the `initialize` before it. */
  readonly opening?: ProbeAnswer;
  /** That of the call; of the `initialize` where that was already refused. */
  readonly answer: ProbeAnswer;
}

/** Calls a tool that the operator named, in a session of its own where the server has sessions. */
export async function callTool(context: CheckContext, call: ProbeCall, shown: Shown): Promise<ToolAnswer> {
  const { era = 'legacy' } = context;
  const rpc = { method: 'tools/call', params: { name: call.tool, arguments: call.arguments } };
  const request: ProbeRequest = { era, ...shown, rpc, phase: 'check' };
  if (era === 'modern') return { answer: await context.probe(request) };
  const answers: ProbeAnswer[] = [];
  const probe: Probe = async (one) => {
    const answer = await context.probe(one);
    answers.push(answer);
    return answer;
  };
  try {
    const work = (session: Parameters<typeof inSession>[0]) =>
      context.probe({ ...request, ...inSession(session) });
    const answer = (await withSession({ ...context, probe }, work, shown)) ?? (await context.probe(request));
    const [opening] = answers;
    return { answer, ...(opening === undefined ? {} : { opening }) };
  } catch (error) {
    const [opening] = answers;
    if (!(error instanceof NetworkError) || error.code !== 'mcp.no_session' || opening === undefined)
      throw error;
    return { answer: opening };
  }
}

/** What became of a tool call. */
export type Outcome =
  /** It was carried out, or at least begun. */
  | 'executed'
  /** A tool result that says it is an error. */
  | 'tool_error'
  | 'rpc_error'
  | 'refused'
  /** Not by the server's own rules about tools: a page, an error about the shape of the request. */
  | 'unclear';

export function outcomeOf(answer: ProbeAnswer): Outcome {
  if (answer.kind === 'result') return isError(answer.rpc?.result) ? 'tool_error' : 'executed';
  if (answer.kind === 'accepted') return 'executed';
  if (answer.kind === 'rpc_error') return 'rpc_error';
  if (answer.kind === 'redirect') return 'refused';
  return answer.kind === 'refused' && !isPage(answer) && !isEraError(answer) ? 'refused' : 'unclear';
}

/** A page for people, as a login or a firewall in front of the server shows it. */
export function isPage({ contentType, challenges }: ProbeAnswer): boolean {
  return /^text\/html\b/i.test(contentType) && challenges.length === 0;
}

function isError(result: unknown): boolean {
  return typeof result === 'object' && result !== null && 'isError' in result && result.isError === true;
}
