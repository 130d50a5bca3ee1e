import { quote } from '../text/quote.ts';
import { isObject, type Members } from './json-object.ts';

const MARK = 'x-mcp-header';
/** RFC 9110 §5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/u;
const PRIMITIVES: readonly unknown[] = ['string', 'integer', 'boolean'];

/** Keywords that hold one schema or a list of them, and those that hold schemas by name. */
const NESTED =
  'items prefixItems contains additionalItems additionalProperties unevaluatedItems unevaluatedProperties propertyNames oneOf anyOf allOf not if then else'.split(
    ' ',
  );
const NAMED = ['patternProperties', 'dependentSchemas', 'dependencies', '$defs', 'definitions'];

/**
 * Why the parameters that a tool's input schema marks with `x-mcp-header` cannot be mirrored into headers, in
 * plain words; undefined when they can. A client must leave such a tool out (2026-07-28 transports, schema
 * extension).
 */
export function headerFault(inputSchema: unknown): string | undefined {
  const names = new Set<string>();
  // A stack and no recursion: the server chose how deep it goes.
  const stack: Place[] = [{ schema: inputSchema, path: [], reachable: true }];
  for (let place = stack.pop(); place !== undefined; place = stack.pop()) {
    const { schema } = place;
    if (!isObject(schema)) continue;
    if (Object.hasOwn(schema, MARK)) {
      const fault = faultAt(place, schema, names);
      if (fault !== undefined) return `${nameOf(place)}: ${fault}`;
    }
    stack.push(...inside(place, schema));
  }
  return undefined;
}

interface Place {
  readonly schema: unknown;
  readonly path: readonly string[];
  /** By a chain of `properties` only. */
  readonly reachable: boolean;
}

function faultAt({ path, reachable }: Place, schema: Members, names: Set<string>): string | undefined {
  const mark = schema[MARK];
  if (!reachable || path.length === 0) return `${MARK} stands where no argument can be read`;
  if (typeof mark !== 'string' || mark === '') return `${MARK} is no name`;
  if (!TOKEN.test(mark)) return `${MARK} ${quote(mark, 60)} is no name for a header`;
  if (!PRIMITIVES.includes(schema.type)) {
    const type = typeof schema.type === 'string' ? quote(schema.type, 20) : 'not one of these';
    return `${MARK} is for strings, integers and booleans, and the type is ${type}`;
  }
  const name = mark.toLowerCase();
  if (names.has(name)) return `${MARK} ${quote(mark, 60)} is there twice`;
  names.add(name);
  return undefined;
}

function inside({ path, reachable }: Place, schema: Members): Place[] {
  const below = (children: unknown, chain: boolean): Place[] =>
    isObject(children)
      ? Object.entries(children).map(([name, child]) => ({
          schema: child,
          path: [...path, name],
          reachable: chain,
        }))
      : [];
  const nested = NESTED.flatMap((keyword): Place[] => {
    const held = schema[keyword];
    const schemas: readonly unknown[] = Array.isArray(held) ? held : [held];
    return schemas.map((child) => ({ schema: child, path: [...path, keyword], reachable: false }));
  });
  const named = NAMED.flatMap((keyword) => below(schema[keyword], false));
  return [...below(schema.properties, reachable), ...nested, ...named];
}

function nameOf({ path }: Place): string {
  return path.length === 0 ? 'the schema itself' : quote(path.join('.'), 120);
}
