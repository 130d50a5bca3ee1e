import type { CallExpectation, Tool } from '../../types.ts';

/**
 * Headers that a call carries besides the others in 2026-07-28 (transports): `Mcp-Name`, and `Mcp-Param-*` for the
 * arguments that the tool's input schema marks with `x-mcp-header`.
 */
export function parameterHeaders(
  call: CallExpectation,
  tool: Tool | undefined,
): Readonly<Record<string, string>> {
  return {
    'Mcp-Name': headerSafe(call.tool),
    ...Object.fromEntries(mirrored(tool?.inputSchema, call.arguments, DEEPEST)),
  };
}

/** A server chose how deep its schema goes. */
const DEEPEST = 20;

function mirrored(schema: unknown, value: unknown, depth: number): [name: string, value: string][] {
  if (!isObject(schema) || !isObject(value) || !isObject(schema.properties) || depth === 0) return [];
  return Object.entries(schema.properties).flatMap(([name, child]) => {
    if (!isObject(child) || !Object.hasOwn(value, name)) return [];
    const argument = value[name];
    const mark = child['x-mcp-header'];
    const below = mirrored(child, argument, depth - 1);
    if (typeof mark !== 'string' || !['string', 'number', 'boolean'].includes(typeof argument)) return below;
    return [[`Mcp-Param-${mark}`, headerSafe(String(argument))], ...below];
  });
}

/** Printable ASCII goes as it is, everything else in the specification's base64 form. */
function headerSafe(value: string): string {
  const plain =
    /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/u.test(value) && !/^=\?base64\?.*\?=$/u.test(value);
  return plain ? value : `=?base64?${Buffer.from(value, 'utf8').toString('base64')}?=`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
