import { parseAst } from 'vitest/node';
import { modulesBelow, sourceOf } from '../architecture/imports.ts';

/** One regular expression as the program has it. */
export interface Expression {
  readonly source: string;
  readonly flags: string;
  /** `src/token/clean.ts:21`, every place of it. */
  readonly places: readonly string[];
}

export interface Found {
  readonly expressions: readonly Expression[];
  /** `new RegExp(…)` whose text cannot be told from its file: a place and how it is written there. */
  readonly untold: readonly string[];
}

/** By file and by how it is written there: what a part of a pattern may be when the program runs. */
export type Samples = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Every literal and every `RegExp(…)` below the folder, each once. */
export function expressionsBelow(folder: string, samples: Samples): Found {
  return gathered(modulesBelow(folder).map((file) => expressionsIn(file, sourceOf(file), samples)));
}

/** The expressions that this text would have if it stood in that file. */
export function expressionsIn(file: string, text: string, samples: Samples): Found {
  const program = parseAst(text, { lang: file.endsWith('ts') ? 'ts' : 'js' }) as unknown as Node;
  const nodes = nodesOf(program);
  const constants = constantsOf(nodes);
  const place = (node: Node): string => `${file}:${text.slice(0, node.start).split('\n').length}`;
  const expressions: Expression[] = [];
  const untold: string[] = [];
  for (const node of nodes) {
    const { regex } = node;
    if (regex !== undefined)
      expressions.push({ source: regex.pattern, flags: regex.flags, places: [place(node)] });
    if (!isConstructor(node)) continue;
    const told = built(node, { constants, samples: samples[file] ?? {}, text });
    if (told === undefined) untold.push(`${place(node)} ${text.slice(node.start, node.end)}`);
    else expressions.push({ ...told, places: [place(node)] });
  }
  return gathered([{ expressions, untold }]);
}

/** As oxc writes a node of the tree, as far as it is looked at here. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly name?: string;
  readonly value?: unknown;
  readonly operator?: string;
  readonly regex?: { readonly pattern: string; readonly flags: string };
  readonly [member: string]: unknown;
}

function gathered(found: readonly Found[]): Found {
  const byText = new Map<string, Expression>();
  for (const { source, flags, places } of found.flatMap(({ expressions }) => expressions)) {
    const key = `/${source}/${flags}`;
    byText.set(key, { source, flags, places: [...(byText.get(key)?.places ?? []), ...places] });
  }
  return { expressions: [...byText.values()], untold: found.flatMap(({ untold }) => untold) };
}

function nodesOf(root: Node): readonly Node[] {
  const nodes: Node[] = [];
  const open: unknown[] = [root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next !== 'object' || next === null) continue;
    if (isNode(next)) nodes.push(next);
    open.push(...Object.values(next).reverse());
  }
  return nodes;
}

function isNode(value: object): value is Node {
  return 'type' in value && typeof value.type === 'string' && 'start' in value;
}

function isConstructor(node: Node): boolean {
  if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return false;
  return (node.callee as Node).name === 'RegExp';
}

/** What every `const` of the file is set to. */
function constantsOf(nodes: readonly Node[]): ReadonlyMap<string, Node> {
  return new Map(
    nodes.flatMap((node) => {
      const { name } = (node.id ?? {}) as Node;
      const value = node.init as Node | null;
      return node.type === 'VariableDeclarator' && name !== undefined && value
        ? [[name, value] as const]
        : [];
    }),
  );
}

interface Around {
  readonly constants: ReadonlyMap<string, Node>;
  readonly samples: Readonly<Record<string, string>>;
  readonly text: string;
}

function built(node: Node, around: Around): Pick<Expression, 'source' | 'flags'> | undefined {
  const [pattern, flags] = node.arguments as readonly (Node | undefined)[];
  const source = pattern === undefined ? undefined : textOf(pattern, around);
  const own = flags === undefined ? '' : textOf(flags, around);
  if (source === undefined || own === undefined) return undefined;
  // Written as a literal would be, so that both are found to be the same.
  return { source: new RegExp(source, own).source, flags: own };
}

/** The text that an expression of the language has, as far as it can be told without running the program. */
function textOf(node: Node, around: Around): string | undefined {
  const all = (nodes: unknown): readonly string[] | undefined => {
    const texts = (nodes as readonly Node[]).map((one) => textOf(one, around));
    return texts.every((text) => text !== undefined) ? texts : undefined;
  };
  const written = around.samples[around.text.slice(node.start, node.end)];
  if (written !== undefined) return written;
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'Identifier') {
    const value = around.constants.get(node.name ?? '');
    return value === undefined ? undefined : textOf(value, around);
  }
  if (node.type === 'BinaryExpression' && node.operator === '+')
    return all([node.left, node.right])?.join('');
  if (node.type === 'TaggedTemplateExpression' && around.text.startsWith('String.raw`', node.start))
    return template(node.quasi as Node, all, 'raw');
  if (node.type === 'TemplateLiteral') return template(node, all, 'cooked');
  // ['a', 'b'].join('|')
  const { object, property } = (node.callee ?? {}) as { readonly object?: Node; readonly property?: Node };
  if (object?.type === 'ArrayExpression' && property?.name === 'join')
    return all(object.elements)?.join(all(node.arguments)?.[0]);
  return undefined;
}

function template(
  node: Node,
  all: (nodes: unknown) => readonly string[] | undefined,
  form: 'raw' | 'cooked',
): string | undefined {
  const quasis = node.quasis as readonly { readonly value: Readonly<Record<'raw' | 'cooked', string>> }[];
  const inside = all(node.expressions);
  return inside && quasis.map(({ value }, index) => `${value[form]}${inside[index] ?? ''}`).join('');
}
