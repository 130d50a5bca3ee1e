import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
} from 'yaml';
import { type ConfigDocument, FORBIDDEN_KEYS, malformed, type Path, type Position } from './document.ts';

/** More aliases than any configuration needs, fewer than an expansion bomb does. */
const MAX_ALIASES = 50;

/** @throws UsageError `config.malformed`; RangeError when nested too deeply. */
export function parseYaml(file: string, text: string): ConfigDocument {
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    schema: 'core',
    merge: false,
    // Its own search for keys that are there twice takes the square of their number: see below.
    uniqueKeys: false,
  });
  // Never the parser's own words: they quote the file, which may hold a secret by mistake.
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    throw malformed(
      file,
      at(problem.pos[0]),
      PROBLEMS[problem.code] ?? 'not valid YAML',
      HINTS[problem.code],
    );
  }
  let aliases = 0;
  visit(document, {
    Alias: (_, node) => {
      aliases += 1;
      const offset = node.range?.[0] ?? 0;
      if (node.resolve(document) === undefined)
        throw malformed(file, at(offset), 'an alias without its anchor', QUOTE);
      if (aliases > MAX_ALIASES) throw malformed(file, at(offset), `more than ${MAX_ALIASES} aliases`);
    },
    Pair: (_, pair) => {
      const key = isScalar(pair.key) ? String(pair.key.value) : undefined;
      const offset = isNode(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
      if (key === undefined) throw malformed(file, at(offset), 'a key that is not a plain word', QUOTE);
      if (FORBIDDEN_KEYS.has(key)) throw malformed(file, at(offset), `the key ${key} is not allowed`);
    },
    Node: (_, node) => {
      const twice = isMap(node) ? repeatedKey(node) : undefined;
      if (twice !== undefined) throw malformed(file, at(twice), 'the same key twice');
      if (isAlias(node) || node.tag === undefined) return;
      throw malformed(file, at(node.range?.[0] ?? 0), 'tags ("!…") are not allowed', QUOTE);
    },
  });
  const pairOf = pairFinder();
  return {
    file,
    value: expand(() => document.toJS({ maxAliasCount: MAX_ALIASES }), file),
    position: (path) => at(offsetOf(document.contents, path, pairOf)),
  };
}

/** Where a key stands that the mapping has already. */
function repeatedKey({ items }: YAMLMap): number | undefined {
  const seen = new Set<string>();
  for (const { key } of items) {
    if (!isScalar(key)) continue;
    if (seen.has(String(key.value))) return key.range?.[0] ?? 0;
    seen.add(String(key.value));
  }
  return undefined;
}

function expand(toJs: () => unknown, file: string): unknown {
  try {
    return toJs();
  } catch (error) {
    if (error instanceof ReferenceError) {
      throw malformed(file, { line: 1, column: 1 }, 'aliases expand to too much');
    }
    throw error;
  }
}

/** Where the value at the path begins; where it is missing, the key or the collection around it. */
function offsetOf(root: unknown, path: Path, pairOf: PairFinder): number {
  let node = root;
  let offset = isNode(root) ? (root.range?.[0] ?? 0) : 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = pairOf(node, String(part));
      if (pair === undefined) return offset;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isNode(node) && 'items' in node && typeof part === 'number') {
      node = node.items[part];
      if (isNode(node)) offset = node.range?.[0] ?? offset;
    } else return offset;
  }
  return offset;
}

type PairFinder = (map: YAMLMap, key: string) => Pair | undefined;

/** Looks through a mapping once, however many of its keys are asked for: there may be thousands of targets. */
function pairFinder(): PairFinder {
  const known = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();
  return (map, key) => {
    const pairs =
      known.get(map) ??
      new Map(map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])));
    known.set(map, pairs);
    return pairs.get(key);
  };
}

const QUOTE = 'Put a value with special characters into double quotes.';

const PROBLEMS: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'a tab where YAML wants spaces',
  BAD_INDENT: 'indentation or brackets do not fit',
  MULTIPLE_DOCS: 'more than one document ("---")',
  MISSING_CHAR: 'a character is missing, for instance a closing quote or a colon',
  TAG_RESOLVE_FAILED: 'tags ("!…") are not allowed',
  BAD_ALIAS: 'an alias ("*…") that is not valid',
  UNEXPECTED_TOKEN: 'something unexpected',
};

const HINTS: Readonly<Record<string, string>> = {
  UNEXPECTED_TOKEN: `Inside { } and [ ] a \${NAME} must stand in double quotes: { aud: "\${OAUTH_AUDIENCE}" }.`,
  TAG_RESOLVE_FAILED: QUOTE,
  BAD_ALIAS: QUOTE,
};
