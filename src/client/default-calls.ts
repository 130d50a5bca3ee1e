import type { CallExpectation, Tool } from '../types.ts';

/**
 * What is called when nothing was demanded: `add(1, 2)` must be 3 and `subtract(5, 3)` must be 2 when both
 * are listed, `get_me` must succeed when it is.
 */
export function defaultCalls(tools: readonly Tool[]): readonly CallExpectation[] {
  const named = (name: string): Tool | undefined => tools.find((tool) => tool.name === name);
  const [add, subtract] = [named('add'), named('subtract')];
  const calculator =
    add === undefined || subtract === undefined
      ? []
      : [
          { tool: 'add', arguments: operands(add, 1, 2), result: 3 },
          { tool: 'subtract', arguments: operands(subtract, 5, 3), result: 2 },
        ];
  return named('get_me') === undefined ? calculator : [...calculator, { tool: 'get_me', arguments: {} }];
}

/** Calculators name their operands differently: the schema's first two properties, else `a` and `b`. */
function operands(tool: Tool, first: number, second: number): Readonly<Record<string, number>> {
  const schema = tool.inputSchema;
  const properties =
    typeof schema === 'object' && schema !== null && 'properties' in schema ? schema.properties : undefined;
  const names = typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
  const [a, b] = names.includes('a') && names.includes('b') ? ['a', 'b'] : names;
  return { [a ?? 'a']: first, [b ?? 'b']: second };
}
