import type { JsonSchemaValidator, jsonSchemaValidator } from '@modelcontextprotocol/sdk/validation/types.js';
import type { Tool } from '../types.ts';
import type { ToolAnswer, ToolPage } from './conversation.ts';

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

/**
 * The longest that a timer holds, in milliseconds. Our own wire knows when an answer is late, and when a new
 * token is waited for; an SDK would count the person's time as the server's.
 */
export const SDK_TIMEOUT = 2 ** 31 - 1;

/**
 * A page of tools; only the members that we know are kept. `raw`: the result as it was sent, which the SDK
 * has checked by now; schemas are taken from there, because SDKs reorder and add to what they parse.
 */
export function pageOf(
  result: {
    readonly tools: readonly Readonly<Record<string, unknown>>[];
    readonly nextCursor?: string | undefined;
  },
  raw: unknown,
): ToolPage {
  const sent = typeof raw === 'object' && raw !== null && 'tools' in raw ? raw.tools : undefined;
  const tools: readonly unknown[] = Array.isArray(sent) ? sent : [];
  return {
    tools: result.tools.map((tool, index) => toolOf(tool, tools[index])),
    nextCursor: result.nextCursor,
  };
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

function toolOf(tool: Readonly<Record<string, unknown>>, sent: unknown): Tool {
  const { name, title, description } = tool;
  const { inputSchema, outputSchema } = sent === undefined ? tool : Object(sent);
  return {
    name: String(name),
    ...(typeof title === 'string' ? { title } : {}),
    ...(typeof description === 'string' ? { description } : {}),
    ...(inputSchema === undefined ? {} : { inputSchema }),
    ...(outputSchema === undefined ? {} : { outputSchema }),
  };
}
