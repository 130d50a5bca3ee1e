import { defaultCalls } from '../../client/default-calls.ts';
import { MODERN, NEWEST_LEGACY } from '../../client/session-plan.ts';
import type { FlowContext } from '../../flows/flow.ts';
import type { Era, Session, Target } from '../../types.ts';
import { VERSION } from '../../version.ts';
import { type Access, accessOf } from './access.ts';
import { parameterHeaders } from './parameter-headers.ts';
import { variableOf } from './variables.ts';

/** Everything a load script has to know of its target, whatever the engine. Pure data, without any secret. */
export interface LoadPlan {
  readonly name: string;
  readonly url: string;
  /** The era that the target spoke when the script was written. */
  readonly era: Era;
  /** Revisions to ask for, by era. */
  readonly revisions: Readonly<Record<Era, string>>;
  readonly clientInfo: { readonly name: string; readonly version: string };
  /** Headers for gateways with their values. */
  readonly headers: Readonly<Record<string, string>>;
  /** Headers for gateways by the environment variable that holds their value. */
  readonly secretHeaders: Readonly<Record<string, string>>;
  /** Tools that must be listed. */
  readonly tools: readonly string[];
  readonly calls: readonly PlannedCall[];
  readonly access: Access;
}

export interface PlannedCall {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, unknown>>;
  /** Absent: it must only succeed. */
  readonly expected?: unknown;
  /** Sent besides the others in 2026-07-28. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * What is done to the target under load: the calls that its settings demand, else those of every calculator.
 * @throws as {@link accessOf}
 */
export function loadPlan(
  context: FlowContext,
  session: Session,
  environment: Readonly<Record<string, string | undefined>>,
  secretVariable: string,
): LoadPlan {
  const { target, request } = context;
  const { tools, calls } = target.expect;
  const demanded = calls.length === 0 && tools.length === 0 ? defaultCalls(session.tools) : calls;
  const variable =
    request.credential?.kind === 'secret'
      ? variableOf(request.credential.secret, environment, secretVariable)
      : secretVariable;
  return {
    name: target.name,
    url: target.url,
    era: session.era,
    revisions: { modern: MODERN, legacy: session.era === 'legacy' ? session.protocol : NEWEST_LEGACY },
    clientInfo: { name: 'mcp-authcheck-load', version: VERSION },
    ...headersOf(target, environment),
    tools,
    calls: demanded.map((call) => ({
      tool: call.tool,
      arguments: call.arguments,
      ...(call.result === undefined ? {} : { expected: call.result }),
      headers: parameterHeaders(
        call,
        session.tools.find(({ name }) => name === call.tool),
      ),
    })),
    access: accessOf(context, variable),
  };
}

function headersOf(
  { headers }: Target,
  environment: Readonly<Record<string, string | undefined>>,
): Pick<LoadPlan, 'headers' | 'secretHeaders'> {
  const plain: Record<string, string> = {};
  const secret: Record<string, string> = {};
  for (const [name, value] of headers) {
    if (typeof value === 'string') plain[name] = value;
    else secret[name] = variableOf(value, environment, name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_'));
  }
  return { headers: plain, secretHeaders: secret };
}
