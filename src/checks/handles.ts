import { record } from './record.ts';

/** What stands for the handle in the arguments of the tool that takes it. */
const PLACE = '$handle';

/**
 * The handle in a tool's result: the structured content's only text or number, or its member of that name; else what
 * the text says, as JSON or as it is. undefined: nothing that could be one.
 */
export function handleIn(result: unknown): string | number | undefined {
  const { structuredContent, content } = record(result);
  const structured = leafOf(structuredContent);
  if (structured !== undefined) return structured;
  const [first] = Array.isArray(content) ? (content as readonly unknown[]) : [];
  const { text } = record(first);
  if (typeof text !== 'string' || text.trim() === '') return undefined;
  return leafOf(parsed(text)) ?? text.trim();
}

/** The arguments with the handle put in, wherever its place is. */
export function withHandle(
  input: Readonly<Record<string, unknown>>,
  handle: string | number,
): Readonly<Record<string, unknown>> {
  return record(filled(input, handle));
}

function filled(value: unknown, handle: string | number): unknown {
  if (value === PLACE) return handle;
  if (typeof value === 'string') return value.replaceAll(PLACE, () => String(handle));
  if (Array.isArray(value)) return value.map((item: unknown) => filled(item, handle));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, filled(item, handle)]));
}

/** The first member whose name speaks of a handle, else the only one that could be one. */
function leafOf(value: unknown): string | number | undefined {
  if (isLeaf(value)) return value;
  const members = Object.entries(record(value));
  const leaves = members.filter((member): member is [string, string | number] => isLeaf(member[1]));
  const named = leaves.find(([name]) => /handle/i.test(name)) ?? leaves.find(([name]) => /id$/i.test(name));
  if (named !== undefined) return named[1];
  if (leaves.length === 1) return leaves[0]?.[1];
  // FastMCP and others wrap what a tool returns.
  const { result } = record(value);
  return leaves.length === 0 && typeof result === 'object' && result !== null ? leafOf(result) : undefined;
}

function isLeaf(value: unknown): value is string | number {
  return (typeof value === 'string' && value !== '') || typeof value === 'number';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
