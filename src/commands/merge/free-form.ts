import { z } from 'zod';

/** Deeper than anything a run keeps, and far from what makes `JSON.stringify` run out of stack. */
const DEEPEST = 1000;

/** What a server or a token said, of any shape: kept as it is, never copied key by key. */
export const anything = z.custom<unknown>(isShallow, { error: `expected at most ${DEEPEST} levels` });

/** An object with any members, `__proto__` among them: as data it is harmless. */
export const members = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value) && isShallow(value),
  { error: `expected an object of at most ${DEEPEST} levels` },
);

/** Walks without recursion: `JSON.parse` reads a depth of a million. */
function isShallow(root: unknown): boolean {
  const stack: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth > DEEPEST) return false;
    for (const value of Object.values(next.value)) stack.push({ value, depth: next.depth + 1 });
  }
  return true;
}
