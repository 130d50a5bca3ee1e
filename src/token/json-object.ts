import { quote } from '../text/quote.ts';

export interface ObjectReading {
  /** null: not a JSON object, or beyond the limits. */
  readonly value: Readonly<Record<string, unknown>> | null;
  readonly remarks: readonly string[];
}

/** Deeper nesting than this is not read: serialisers and reporters walk claims recursively. */
const MAX_DEPTH = 64;

/** Reads a JSON object from UTF-8 bytes; names what is wrong with it, and members that occur twice. */
export function readJsonObject(bytes: Uint8Array): ObjectReading {
  const text = decodeUtf8(bytes);
  if (text === undefined) return { value: null, remarks: ['is not UTF-8'] };
  const marked = text.startsWith('\uFEFF');
  const body = marked ? text.slice(1) : text;
  const remarks = marked ? ['starts with a byte order mark'] : [];
  const value = parse(body);
  if (value === undefined) return { value: null, remarks: [...remarks, 'is not JSON'] };
  const { depth, duplicates } = survey(body);
  if (depth > MAX_DEPTH)
    return { value: null, remarks: [...remarks, `is nested deeper than ${MAX_DEPTH} levels`] };
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { value: null, remarks: [...remarks, `is a JSON ${kindOf(value)}, not an object`] };
  const twice = [...duplicates].slice(0, 10).map((name) => {
    return `has the member ${quote(name, 40)} more than once; the last one was read, other readers may take the first`;
  });
  return { value: value as Record<string, unknown>, remarks: [...remarks, ...twice] };
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/**
 * Walks the tokens of a JSON text without recursion: how deep it nests, and which member names one object
 * holds twice. The text must be valid JSON: of anything else only the beginning is seen.
 */
function survey(text: string): { readonly depth: number; readonly duplicates: ReadonlySet<string> } {
  const duplicates = new Set<string>();
  const open: (Set<string> | null)[] = [];
  let depth = 0;
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[{}[\]]|[^"{}[\]]+/gsuy)) {
    const [lexeme, colon] = match;
    if (lexeme === '{') open.push(new Set());
    else if (lexeme === '[') open.push(null);
    else if (lexeme === '}' || lexeme === ']') open.pop();
    else if (colon !== undefined) noteMember(lexeme.slice(0, -colon.length), open.at(-1), duplicates);
    depth = Math.max(depth, open.length);
    if (depth > MAX_DEPTH) break;
  }
  return { depth, duplicates };
}

function noteMember(literal: string, members: Set<string> | null | undefined, duplicates: Set<string>): void {
  const name = parse(literal);
  if (typeof name !== 'string' || !members) return;
  if (members.has(name)) duplicates.add(name);
  members.add(name);
}
