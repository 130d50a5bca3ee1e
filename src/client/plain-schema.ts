import { isObject } from './json-object.ts';

/** A schema of nothing but types, members and items: what most tools have, and nothing that could take long. */
export interface PlainSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, PlainSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: PlainSchema;
}

/** Whether a schema is plain and usable. It must have passed the limits on schemas. */
export function isPlain(schema: unknown): schema is PlainSchema {
  if (!isObject(schema)) return false;
  const { $schema, ...rest } = schema;
  return ($schema === undefined || DRAFTS.has($schema)) && isPlainPart(rest);
}

/**
 * Whether the value conforms. All drafts agree on these keywords (JSON Schema 2020-12 validation §6.1 and
 * §6.5.3, core §10.3), so that no compiler is needed to say yes; what is wrong, a compiler says better.
 */
export function conforms(schema: PlainSchema, value: unknown): boolean {
  const { type, properties = {}, required = [], additionalProperties, items } = schema;
  if (type !== undefined && TYPES[type]?.(value) !== true) return false;
  if (Array.isArray(value)) return items === undefined || value.every((item) => conforms(items, item));
  if (!isObject(value)) return true;
  if (!required.every((name) => Object.hasOwn(value, name))) return false;
  return Object.entries(value).every(([name, member]) => {
    const part = Object.hasOwn(properties, name) ? properties[name] : undefined;
    return part === undefined ? additionalProperties !== false : conforms(part, member);
  });
}

const DRAFTS: ReadonlySet<unknown> = new Set([
  'http://json-schema.org/draft-07/schema#',
  'https://json-schema.org/draft/2019-09/schema',
  'https://json-schema.org/draft/2020-12/schema',
]);

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  number: Number.isFinite,
  integer: Number.isInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
};

const KEYWORDS: Readonly<Record<string, (given: unknown) => boolean>> = {
  title: (given) => typeof given === 'string',
  description: (given) => typeof given === 'string',
  type: (given) => typeof given === 'string' && Object.hasOwn(TYPES, given),
  properties: (given) => isObject(given) && Object.values(given).every(isPlainPart),
  required: isListOfNames,
  additionalProperties: (given) => typeof given === 'boolean',
  items: isPlainPart,
};

function isPlainPart(schema: unknown): boolean {
  return (
    isObject(schema) &&
    Object.entries(schema).every(
      ([name, given]) => Object.hasOwn(KEYWORDS, name) && KEYWORDS[name]?.(given) === true,
    )
  );
}

function isListOfNames(given: unknown): boolean {
  return (
    Array.isArray(given) &&
    given.every((name) => typeof name === 'string') &&
    new Set(given).size === given.length
  );
}
