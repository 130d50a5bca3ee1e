import { quote } from '../text/quote.ts';
import { isObject, type Members } from './json-object.ts';

/** What a member of a form may hold (MCP elicitation: primitive values and lists of text). */
export type FormValue = string | number | boolean | string[];

export type FormAnswer =
  | { readonly content: Readonly<Record<string, FormValue>> }
  /** Why the form cannot be filled in, in plain words. */
  | { readonly problem: string };

/**
 * Fills in the form that a server asks for: the answer's members that the form has, then the form's own
 * defaults (2025-11-25 elicitation, default values). What is left over of the answer is not sent.
 */
export function fillForm(requestedSchema: unknown, answer: Readonly<Record<string, unknown>>): FormAnswer {
  const { properties, required } = isObject(requestedSchema) ? requestedSchema : {};
  const needed = new Set<unknown>(Array.isArray(required) ? required : []);
  const content: [string, FormValue][] = [];
  for (const [name, schema] of Object.entries(isObject(properties) ? properties : {})) {
    const field = isObject(schema) ? schema : {};
    const given = Object.hasOwn(answer, name) ? answer[name] : undefined;
    if (given !== undefined) {
      const problem = mismatch(field, given);
      if (problem !== undefined) return { problem: `${quote(name, 60)} ${problem}` };
    }
    const value = given ?? field.default;
    if (isFormValue(value) && mismatch(field, value) === undefined) content.push([name, value]);
    else if (needed.has(name)) return { problem: `${quote(name, 60)} is required and was not given` };
  }
  return { content: Object.fromEntries(content) };
}

/** Why the value does not fit; regular expressions and formats are left to the server, who chose them. */
function mismatch(field: Members, value: unknown): string | undefined {
  const allowed = choices(field);
  switch (field.type) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'integer':
    case 'number': {
      const fits = field.type === 'integer' ? Number.isInteger(value) : Number.isFinite(value);
      if (!fits) return field.type === 'integer' ? 'must be a whole number' : 'must be a number';
      return outside(Number(value), field.minimum, field.maximum) ? 'is out of range' : undefined;
    }
    case 'array': {
      if (!Array.isArray(value) || !value.every((item) => typeof item === 'string'))
        return 'must be a list of texts';
      if (outside(value.length, field.minItems, field.maxItems)) return 'has too few or too many items';
      const items = isObject(field.items) ? choices(field.items) : undefined;
      return items === undefined || value.every((item) => items.includes(item))
        ? undefined
        : `must be among ${listed(items)}`;
    }
    default:
      if (typeof value !== 'string') return 'must be a text';
      if (allowed !== undefined && !allowed.includes(value)) return `must be one of ${listed(allowed)}`;
      return outside(Array.from(value).length, field.minLength, field.maxLength)
        ? 'is too short or too long'
        : undefined;
  }
}

/** The values that a choice allows: `enum`, or the titled form, `oneOf` and `anyOf` of `const`. */
function choices(field: Members): readonly unknown[] | undefined {
  if (Array.isArray(field.enum)) return field.enum;
  const titled: unknown = field.oneOf ?? field.anyOf;
  if (!Array.isArray(titled)) return undefined;
  return titled.map((option: unknown) => (isObject(option) ? option.const : undefined));
}

function outside(value: number, least: unknown, most: unknown): boolean {
  return (typeof least === 'number' && value < least) || (typeof most === 'number' && value > most);
}

function listed(values: readonly unknown[]): string {
  const shown = values.slice(0, 10).map((value) => quote(String(value), 60));
  return `${shown.join(', ')}${values.length > shown.length ? ' and more' : ''}`;
}

function isFormValue(value: unknown): value is FormValue {
  if (Array.isArray(value)) return value.every((item) => typeof item === 'string');
  return typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
}
