import type { JsonSchemaValidator, jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js';
import type { Tool } from '../types.ts';
import type { ToolAnswer, ToolPage } from './conversation.ts';
import type { SessionPlan } from './session-plan.ts';

/** How an SDK waits, in milliseconds, before it fetches the rest of an answer; our fetch counts them. */
export const RECONNECTION = {
  initialReconnectionDelay: 200,
  maxReconnectionDelay: 2_000,
  reconnectionDelayGrowFactor: 1.5,
  maxRetries: 2,
} as const;

/** For an SDK's `jsonSchemaValidator`: it must not compile a server's schema in this thread. */
export const withoutSchemas: jsonSchemaValidator = {
  getValidator:
    <T>(): JsonSchemaValidator<T> =>
    (input) => ({ valid: true, data: input as T, errorMessage: undefined }),
};

/** A little longer than our fetch waits, so that the fetch, which knows more, is the one to complain. */
export function sdkTimeout(plan: SessionPlan): number {
  return plan.timeoutMs + 1_000;
}

/** A capability that nobody could honour is not declared. */
export function elicitation(plan: SessionPlan): { elicitation?: { form: Record<string, never> } } {
  return plan.elicit === undefined ? {} : { elicitation: { form: {} } };
}

/** The members of the answer that a form can have (MCP elicitation: primitive values and lists of text). */
export function formContent(
  answer: Readonly<Record<string, unknown>>,
): Record<string, string | number | boolean | string[]> {
  const fields = Object.entries(answer).flatMap(
    ([name, value]): [string, string | number | boolean | string[]][] => {
      if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
        return [[name, value]];
      return Array.isArray(value) ? [[name, value.map(String)]] : [];
    },
  );
  return Object.fromEntries(fields);
}

/** Both SDKs have parsed the result by now; only the members that we know are kept. */
export function pageOf(result: {
  readonly tools: readonly Readonly<Record<string, unknown>>[];
  readonly nextCursor?: string | undefined;
}): ToolPage {
  return { tools: result.tools.map(toolOf), nextCursor: result.nextCursor };
}

export function toolAnswer(result: object): ToolAnswer {
  const content =
    'content' in result && Array.isArray(result.content) ? (result.content as readonly unknown[]) : [];
  const structured = 'structuredContent' in result ? result.structuredContent : undefined;
  return {
    content,
    ...(structured === undefined ? {} : { structuredContent: structured }),
    isError: 'isError' in result && result.isError === true,
  };
}

function toolOf(tool: Readonly<Record<string, unknown>>): Tool {
  const { name, title, description, inputSchema, outputSchema } = tool;
  return {
    name: String(name),
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    ...(inputSchema === undefined ? {} : { inputSchema }),
    ...(outputSchema === undefined ? {} : { outputSchema }),
  };
}
