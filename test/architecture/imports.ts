import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT: string = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** One import line of one module. */
export interface Import {
  /** The module that imports: `src/token/decode.ts`. */
  readonly from: string;
  /** What is imported: a file of the repository, `node:fs`, or a package name without its subpath. */
  readonly to: string;
  readonly kind: 'file' | 'builtin' | 'package';
  /** Loaded when the line is reached, by `await import()` or as a worker, and not with the module. */
  readonly lazy: boolean;
  /** Erased when the program is built. */
  readonly typeOnly: boolean;
  /** The values that a static line names, in braces; `*` for anything else. */
  readonly names: readonly string[];
}

/** Every import of every module below these folders of the repository. */
export function importsBelow(...folders: readonly string[]): readonly Import[] {
  return modulesBelow(...folders).flatMap((file) => importsIn(file, sourceOf(file)));
}

export function modulesBelow(...folders: readonly string[]): readonly string[] {
  return folders
    .flatMap((folder) =>
      readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
        path.posix.join(folder, name.split(path.sep).join('/')),
      ),
    )
    .filter((file) => /(?<!\.d)\.[cm]?[jt]s$/.test(file))
    .sort();
}

export function sourceOf(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

/** The imports that this text would have if it stood in that file. */
export function importsIn(file: string, source: string): readonly Import[] {
  const text = withoutComments(source);
  return [
    ...Array.from(text.matchAll(STATEMENT), (found) => ({
      specifier: found.groups?.specifier ?? '',
      lazy: false,
      typeOnly: isErased(found.groups?.clause ?? ''),
      names: valuesNamed(found.groups?.clause ?? ''),
    })),
    ...Array.from(text.matchAll(CALL), (found) => ({
      specifier: found.groups?.specifier ?? '',
      lazy: true,
      typeOnly: found.groups?.typeof !== undefined || TYPE_POSITION.test(text.slice(0, found.index)),
      names: ['*'],
    })),
    ...Array.from(text.matchAll(WORKER), (found) => ({
      specifier: found.groups?.specifier ?? '',
      lazy: true,
      typeOnly: false,
      names: ['*'],
    })),
  ].map(({ specifier, ...rest }) => ({ from: file, ...resolved(file, specifier), ...rest }));
}

const CLAUSE = String.raw`(?:type\s+)?(?:[\w$]+|\{[^}]*\}|\*(?:\s*as\s+[\w$]+)?)(?:\s*,\s*(?:\{[^}]*\}|\*\s*as\s+[\w$]+))?`;
const STATEMENT = new RegExp(
  String.raw`^[ \t]*(?:import|export)\b\s*(?:(?<clause>${CLAUSE})\s*from\s*|(?<=import\s*))['"](?<specifier>[^'"\n]+)['"]`,
  'gm',
);
const CALL = /(?<typeof>typeof\s+)?\bimport\(\s*['"](?<specifier>[^'"\n]+)['"]/g;
const WORKER = /\bnew URL\(\s*['"](?<specifier>\.{1,2}\/[^'"\n]+\.[cm]?[jt]s)['"],\s*import\.meta\.url/g;
const TYPE_POSITION = /(?::|<|\btype \w+ =|\bas|\|)\s*$/;

/** `import type …`, `export type …`, or braces in which every name is a type. */
function isErased(clause: string): boolean {
  if (/^type\b(?!\s*(?:,|$))/.test(clause)) return true;
  const names = /^\s*\{(?<names>[^}]*)\}/.exec(clause)?.groups?.names;
  if (names === undefined) return false;
  const list = names.split(',').filter((name) => name.trim() !== '');
  return list.length > 0 && list.every((name) => /^\s*type\s+\w/.test(name));
}

function valuesNamed(clause: string): readonly string[] {
  const names = /^\{(?<names>[^}]*)\}$/.exec(clause)?.groups?.names;
  if (names === undefined) return ['*'];
  return names
    .split(',')
    .map((name) => name.trim().replace(/ as .*/, ''))
    .filter((name) => name !== '' && !name.startsWith('type '));
}

function resolved(file: string, specifier: string): Pick<Import, 'to' | 'kind'> {
  if (specifier.startsWith('.')) {
    return { to: path.posix.join(path.posix.dirname(file), specifier), kind: 'file' };
  }
  if (specifier.startsWith('node:')) return { to: specifier, kind: 'builtin' };
  const [first = '', second = ''] = specifier.split('/');
  return { to: first.startsWith('@') ? `${first}/${second}` : first, kind: 'package' };
}

/** Comments become blanks; strings stay, so that `'https://…'` is not taken for a comment. */
function withoutComments(source: string): string {
  return source.replace(
    /'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\.|[^`\\])*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (part) => (part.startsWith('/') ? part.replace(/[^\n]/g, ' ') : part),
  );
}
