const MAX_CHARACTERS = 512 * 1024;
const MAX_DEPTH = 64;
const MAX_NODES = 20_000;
const MAX_PATTERNS = 500;
const MAX_PATTERN_LENGTH = 1_000;

/**
 * Why a schema is not even handed to the worker, in plain words; undefined when it is. References may only
 * point into the schema itself: nothing is fetched because a schema names it.
 */
export function schemaRefusal(schema: unknown): string | undefined {
  if (typeof schema === 'boolean') return undefined;
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return 'a schema is an object';
  const stack: { readonly value: unknown; readonly depth: number }[] = [{ value: schema, depth: 0 }];
  let nodes = 0;
  let patterns = 0;
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { value, depth } = next;
    nodes += 1;
    if (depth > MAX_DEPTH) return `it is nested more than ${MAX_DEPTH} deep`;
    if (nodes > MAX_NODES) return `it has more than ${MAX_NODES} members`;
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, child] of Object.entries(value)) {
      if (name === '$ref' && typeof child === 'string' && !child.startsWith('#')) {
        return 'it refers to another document';
      }
      if (name === 'pattern' && typeof child === 'string') {
        patterns += 1;
        if (child.length > MAX_PATTERN_LENGTH) return 'it has a very long regular expression';
      }
      stack.push({ value: child, depth: depth + 1 });
    }
  }
  if (patterns > MAX_PATTERNS) return `it has more than ${MAX_PATTERNS} regular expressions`;
  return JSON.stringify(schema).length > MAX_CHARACTERS ? 'it is very large' : undefined;
}
