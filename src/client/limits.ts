import { SessionError } from '../errors.ts';
import { quote } from '../text/quote.ts';
import type { Tool } from '../types.ts';

/** What a server may make us keep. Sizes in characters of JSON. */
export const LIMITS = {
  pages: 64,
  tools: 10_000,
  name: 256,
  description: 64 * 1024,
  schema: 512 * 1024,
  depth: 64,
  nodes: 100_000,
} as const;

/** @throws SessionError `limit.*` naming the tool and what is too large */
export function assertToolWithinLimits(tool: Tool): void {
  const name = quote(tool.name, 60);
  if (tool.name.length > LIMITS.name)
    throw tooLarge('limit.tool_name', `${name} is a tool's name of more than ${LIMITS.name} characters`);
  if ((tool.description ?? '').length > LIMITS.description) {
    throw tooLarge(
      'limit.tool_description',
      `${name} has a description of more than ${LIMITS.description} characters`,
    );
  }
  for (const schema of [tool.inputSchema, tool.outputSchema]) {
    assertWithinLimits(schema, `a schema of the tool ${name}`);
    if (schema !== undefined && JSON.stringify(schema).length > LIMITS.schema) {
      throw tooLarge('limit.tool_schema', `${name} has a schema of more than ${LIMITS.schema} characters`);
    }
  }
}

/** @throws SessionError `limit.depth` or `limit.nodes` */
export function assertWithinLimits(value: unknown, what: string): void {
  const broken = excess(value);
  if (broken === 'depth') throw tooLarge('limit.depth', `${what} is nested more than ${LIMITS.depth} deep`);
  if (broken === 'nodes') throw tooLarge('limit.nodes', `${what} has more than ${LIMITS.nodes} values`);
}

/**
 * Which limit the value breaks, if any. Walks it without recursion: `JSON.parse` reads a depth of a million,
 * `JSON.stringify` dies at ten thousand.
 */
export function excess(value: unknown): 'depth' | 'nodes' | undefined {
  const stack: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  let nodes = 0;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    nodes += 1;
    if (next.depth > LIMITS.depth) return 'depth';
    if (nodes > LIMITS.nodes) return 'nodes';
    if (typeof next.value !== 'object' || next.value === null) continue;
    const depth = next.depth + 1;
    for (const child of Object.values(next.value)) stack.push({ value: child, depth });
  }
  return undefined;
}

function tooLarge(code: string, what: string): SessionError {
  return new SessionError(code, `The server sent more than is read: ${what}.`, {
    phase: 'session',
    hint: 'Make the answer smaller; no client can be expected to take it.',
  });
}
