import { UsageError } from '../errors.ts';
import type { CallExpectation } from '../types.ts';

const EXAMPLE = 'Write it like \'add a=1 b=2 => 3\' or \'add {"a":1,"b":2} => 3\'.';
const ARROW = '=>';

/**
 * Reads `TOOL ARGS => RESULT`: ARGS is a JSON object or `key=value` pairs (values parsed as JSON, else
 * text); RESULT is JSON; without `=> RESULT` the call must only succeed.
 * @throws UsageError `usage.call_expression`
 */
export function parseCall(expression: string): CallExpectation {
  const [, tool = '', rest = ''] = /^\s*(\S+)\s*([\s\S]*)$/u.exec(expression) ?? [];
  if (tool === '' || tool.startsWith(ARROW) || tool.startsWith('{'))
    throw bad(expression, 'no tool is named');
  const read = rest.startsWith('{') ? readObject(rest, expression) : readPairs(rest, expression);
  const tail = read.rest.trim();
  if (tail === '') return { tool, arguments: read.value };
  if (!tail.startsWith(ARROW)) throw bad(expression, `what does "${tail}" mean?`);
  return { tool, arguments: read.value, result: readResult(tail.slice(ARROW.length).trim(), expression) };
}

/**
 * Reads a tool's arguments from the words of a command line: one JSON object, or `key=value` words.
 * @throws UsageError `usage.call_expression`
 */
export function parseArguments(words: readonly string[]): Readonly<Record<string, unknown>> {
  const [first = '', ...others] = words;
  if (first.trimStart().startsWith('{')) {
    const text = words.join(' ');
    const read = readObject(text.trimStart(), text);
    if (read.rest.trim() !== '') throw bad(text, 'one JSON object is expected');
    return read.value;
  }
  const read: [string, unknown][] = [];
  for (const word of first === '' ? others : words) {
    const at = word.indexOf('=');
    if (at < 1) throw bad(word, 'key=value is expected');
    read.push([word.slice(0, at), jsonOrText(word.slice(at + 1))]);
  }
  return Object.fromEntries(read);
}

interface Read {
  readonly value: Readonly<Record<string, unknown>>;
  readonly rest: string;
}

function readObject(text: string, expression: string): Read {
  const end = jsonEnd(text);
  try {
    const value: unknown = JSON.parse(text.slice(0, end));
    return { value: Object.fromEntries(Object.entries(value as object)), rest: text.slice(end) };
  } catch {
    throw bad(expression, 'the arguments are no JSON object');
  }
}

function readPairs(text: string, expression: string): Read {
  const pairs: [string, unknown][] = [];
  let rest = text;
  while (rest !== '' && !rest.startsWith(ARROW)) {
    const [whole = '', key = ''] = /^([^\s=]+)=/u.exec(rest) ?? [];
    if (whole === '') throw bad(expression, 'key=value is expected');
    rest = rest.slice(whole.length);
    const end = /^["{[]/u.test(rest) ? jsonEnd(rest) : rest.search(/\s|=>|$/u);
    pairs.push([key, jsonOrText(rest.slice(0, end))]);
    rest = rest.slice(end).trimStart();
  }
  return { value: Object.fromEntries(pairs), rest };
}

function readResult(text: string, expression: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw bad(expression, 'what follows => is no JSON; a text needs its double quotes');
  }
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function bad(expression: string, why: string): UsageError {
  return new UsageError('usage.call_expression', `Cannot read the call '${expression}': ${why}.`, {
    hint: EXAMPLE,
  });
}

/**
 * Index just after the JSON string, object or array that the text starts with; the text's length when it
 * never ends. Brackets inside strings do not count.
 */
function jsonEnd(text: string): number {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth === 0 && !inString) return index + 1;
  }
  return text.length;
}
