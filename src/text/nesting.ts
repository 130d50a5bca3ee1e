/** Deeper than any document of OAuth or MCP; what walks a value recursively dies at some thousands. */
export const MOST_NESTED = 64;

/** Whether a JSON value is nested deeper than is read. Walks without recursion: `JSON.parse` takes a million. */
export function isTooDeep(value: unknown): boolean {
  const stack: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (next.depth > MOST_NESTED) return true;
    if (typeof next.value !== 'object' || next.value === null) continue;
    for (const child of Object.values(next.value)) stack.push({ value: child, depth: next.depth + 1 });
  }
  return false;
}
