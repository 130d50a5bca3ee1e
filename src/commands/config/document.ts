import { UsageError } from '../../errors.ts';
import { isTooDeep } from '../../text/nesting.ts';

/** A path into the document: `['targets', 'calculator', 'flows', 0]`. */
export type Path = readonly (string | number)[];

/** A parsed configuration file that knows where everything stands. */
export interface ConfigDocument {
  /** As the user would recognise it: relative to the working directory where possible. */
  readonly file: string;
  readonly value: unknown;
  /** 1-based line and column of a path, or of the nearest thing around it that is there. */
  readonly position: (path: Path) => Position;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Keys that reach into an object's prototype in careless code: never wanted in a configuration. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Parses YAML, JSON or JSON with comments, told apart by the file's extension.
 * @throws UsageError `config.malformed` with line and column and without quoting the file.
 */
export async function parseDocument(file: string, source: string): Promise<ConfigDocument> {
  const text = source.replace(/^\uFEFF/, '');
  if (text.includes('\0')) throw malformed(file, { line: 1, column: 1 }, 'a NUL character in the file');
  const document = await parsed(file, text);
  // An alias inside what it stands for has no end at all.
  if (isTooDeep(document.value)) throw tooDeep(file);
  return document;
}

async function parsed(file: string, text: string): Promise<ConfigDocument> {
  try {
    if (/\.jsonc?$/.test(file)) {
      const { parseJson } = await import('./json-document.ts');
      return parseJson(file, text, file.endsWith('.jsonc'));
    }
    const { parseYaml } = await import('./yaml-document.ts');
    return parseYaml(file, text);
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(file);
    throw error;
  }
}

function tooDeep(file: string): UsageError {
  return malformed(file, { line: 1, column: 1 }, 'nested too deeply');
}

export function malformed(
  file: string,
  { line, column }: Position,
  problem: string,
  hint?: string,
): UsageError {
  const options = hint === undefined ? {} : { hint };
  return new UsageError('config.malformed', `${file}:${line}:${column}: ${problem}.`, options);
}

/** `targets.calculator.flows[0].clientId` */
export function pathText(path: Path): string {
  return path
    .map((part, index) =>
      typeof part === 'number'
        ? `[${part}]`
        : `${index === 0 ? '' : '.'}${/^[\w$-]+$/.test(part) ? part : JSON.stringify(part)}`,
    )
    .join('');
}

/** "mcp-authcheck.yaml:7:5: targets.calculator.url": how every message about the file begins. */
export function whereIn(document: ConfigDocument, path: Path): string {
  return `${placeIn(document, path)}${path.length === 0 ? '' : `: ${pathText(path)}`}`;
}

/** "mcp-authcheck.yaml:7:5" */
export function placeIn(document: ConfigDocument, path: Path): string {
  const { line, column } = document.position(path);
  return `${document.file}:${line}:${column}`;
}
