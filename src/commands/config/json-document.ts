import { getNodeValue, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type ConfigDocument, FORBIDDEN_KEYS, malformed, type Path, type Position } from './document.ts';

/**
 * @param comments whether comments and trailing commas are allowed (`.jsonc`).
 * @throws UsageError `config.malformed`; RangeError when nested too deeply.
 */
export function parseJson(file: string, text: string, comments: boolean): ConfigDocument {
  const errors: ParseError[] = [];
  const options = { disallowComments: !comments, allowTrailingComma: comments, allowEmptyContent: true };
  const root = parseTree(text, errors, options);
  const at = positions(text);
  const [problem] = errors;
  if (problem !== undefined) {
    throw malformed(
      file,
      at(problem.offset),
      PROBLEMS[printParseErrorCode(problem.error)] ?? 'not valid JSON',
      HINTS[printParseErrorCode(problem.error)],
    );
  }
  if (root === undefined) return { file, value: undefined, position: () => at(0) };
  refuseKeys(root, file, at);
  return {
    file,
    value: getNodeValue(root),
    position: positionFinder(root, at),
  };
}

/** Looks through an object once, however many of its keys are asked for: there may be thousands of targets. */
function positionFinder(root: Node, at: (offset: number) => Position): (path: Path) => Position {
  const known = new WeakMap<Node, ReadonlyMap<string, Node>>();
  const propertiesOf = (node: Node): ReadonlyMap<string, Node> => {
    const properties =
      known.get(node) ??
      new Map((node.children ?? []).map((child) => [String(child.children?.[0]?.value), child]));
    known.set(node, properties);
    return properties;
  };
  return (path) => {
    let node: Node | undefined = root;
    let { offset } = root;
    for (const part of path) {
      const next: Node | undefined =
        node?.type === 'object'
          ? propertiesOf(node).get(String(part))
          : node?.type === 'array' && typeof part === 'number'
            ? node.children?.[part]
            : undefined;
      if (next === undefined) break;
      offset = next.offset;
      node = next.type === 'property' ? next.children?.[1] : next;
    }
    return at(offset);
  };
}

function refuseKeys(root: Node, file: string, at: (offset: number) => Position): void {
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const seen = new Set<string>();
    for (const child of node.children ?? []) {
      pending.push(child);
      if (node.type !== 'object') continue;
      const key = String(child.children?.[0]?.value);
      if (FORBIDDEN_KEYS.has(key)) throw malformed(file, at(child.offset), `the key ${key} is not allowed`);
      if (seen.has(key)) throw malformed(file, at(child.offset), 'the same key twice');
      seen.add(key);
    }
  }
}

/** 1-based line and column of an offset. */
function positions(text: string): (offset: number) => Position {
  const starts = [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map((end) => end.index + end[0].length)];
  return (offset) => {
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}

const PROBLEMS: Readonly<Record<string, string>> = {
  InvalidCommentToken: 'a comment, which JSON does not have',
  PropertyNameExpected: 'expected a key in double quotes (a comma too many?)',
  ValueExpected: 'expected a value',
  ColonExpected: 'expected a colon',
  CommaExpected: 'expected a comma',
  CloseBraceExpected: 'expected a closing brace',
  CloseBracketExpected: 'expected a closing bracket',
  EndOfFileExpected: 'expected the end of the file',
  UnexpectedEndOfString: 'a string without its closing quote',
  InvalidEscapeCharacter: 'an escape in a string that JSON does not have',
};

const HINTS: Readonly<Record<string, string>> = {
  InvalidCommentToken: 'Name the file .jsonc to have comments and trailing commas.',
  PropertyNameExpected: 'Name the file .jsonc to have comments and trailing commas.',
};
