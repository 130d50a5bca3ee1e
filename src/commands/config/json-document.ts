import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import { type ConfigDocument, FORBIDDEN_KEYS, malformed, type Position } from './document.ts';

/**
 * @param comments whether comments and trailing commas are allowed (`.jsonc`).
 * @throws UsageError `config.malformed`; RangeError when nested too deeply.
 */
export function parseJson(file: string, text: string, comments: boolean): ConfigDocument {
  const errors: ParseError[] = [];
  const options = { disallowComments: !comments, allowTrailingComma: comments, allowEmptyContent: true };
  const root = parseTree(text, errors, options);
  const at = (offset: number): Position => positionOf(text, offset);
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
    position: (path) => {
      for (let length = path.length; length >= 0; length -= 1) {
        const node = findNodeAtLocation(root, path.slice(0, length));
        if (node !== undefined) return at((node.parent?.type === 'property' ? node.parent : node).offset);
      }
      return at(0);
    },
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

function positionOf(text: string, offset: number): Position {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
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
