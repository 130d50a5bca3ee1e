import { describe, expect, it } from 'vitest';
import { fillForm } from '../../src/client/form-answer.ts';

const form = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
});

describe('a form is filled in', () => {
  it.each([
    ['with what the answer has of it', form({ a: { type: 'string' } }), { a: 'x', b: 'y' }, { a: 'x' }],
    ['with nothing when nothing is required', form({ a: { type: 'string' } }), {}, {}],
    [
      'with its own defaults, of every type',
      form({
        name: { type: 'string', default: 'John Doe' },
        age: { type: 'integer', default: 30 },
        score: { type: 'number', default: 95.5 },
        status: { type: 'string', enum: ['active', 'pending'], default: 'active' },
        verified: { type: 'boolean', default: false },
        tags: { type: 'array', items: { type: 'string', enum: ['x', 'y'] }, default: ['x'] },
      }),
      {},
      { name: 'John Doe', age: 30, score: 95.5, status: 'active', verified: false, tags: ['x'] },
    ],
    [
      'with the answer before the default, also when it is false, 0 or empty',
      form({
        a: { type: 'boolean', default: true },
        b: { type: 'integer', default: 1 },
        c: { type: 'string', default: 'x' },
      }),
      { a: false, b: 0, c: '' },
      { a: false, b: 0, c: '' },
    ],
    ['not with a default that does not fit', form({ a: { type: 'integer', default: 'x' } }), {}, {}],
    [
      'with a titled choice',
      form({ a: { type: 'string', oneOf: [{ const: 'r', title: 'Red' }] } }),
      { a: 'r' },
      { a: 'r' },
    ],
    [
      'with several titled choices',
      form({ a: { type: 'array', items: { anyOf: [{ const: 'r' }, { const: 'g' }] } } }),
      { a: ['g', 'r'] },
      { a: ['g', 'r'] },
    ],
    ['when it is no form at all', undefined, { a: 1 }, {}],
    ['without a member of every object', form({ constructor: { type: 'string' } }), {}, {}],
  ])('%s', (_name, schema, answer, content) => {
    expect(fillForm(schema, answer)).toStrictEqual({ content });
  });
});

describe('a form is not filled in', () => {
  it.each([
    [form({ a: { type: 'string' } }), { a: 1 }, '"a" must be a text'],
    [form({ a: { type: 'string', minLength: 2 } }), { a: 'x' }, '"a" is too short or too long'],
    [form({ a: { type: 'string', maxLength: 1 } }), { a: 'xx' }, '"a" is too short or too long'],
    [form({ a: { type: 'string', enum: ['r', 'g'] } }), { a: 'b' }, '"a" must be one of "r", "g"'],
    [form({ a: { type: 'string', oneOf: [{ const: 'r' }] } }), { a: 'b' }, '"a" must be one of "r"'],
    [form({ a: { type: 'boolean' } }), { a: 'true' }, '"a" must be true or false'],
    [form({ a: { type: 'integer' } }), { a: 1.5 }, '"a" must be a whole number'],
    [form({ a: { type: 'number' } }), { a: '1' }, '"a" must be a number'],
    [form({ a: { type: 'number', minimum: 1 } }), { a: 0 }, '"a" is out of range'],
    [form({ a: { type: 'integer', maximum: 1 } }), { a: 2 }, '"a" is out of range'],
    [form({ a: { type: 'array' } }), { a: 'x' }, '"a" must be a list of texts'],
    [form({ a: { type: 'array' } }), { a: [1] }, '"a" must be a list of texts'],
    [form({ a: { type: 'array', minItems: 1 } }), { a: [] }, '"a" has too few or too many items'],
    [form({ a: { type: 'array', items: { enum: ['x'] } } }), { a: ['y'] }, '"a" must be among "x"'],
    [form({ a: { type: 'string' } }, ['a']), {}, '"a" is required and was not given'],
    [form({ a: { type: 'string' } }), { a: null }, '"a" must be a text'],
  ])('%j with %j', (schema, answer, problem) => {
    expect(fillForm(schema, answer)).toStrictEqual({ problem });
  });

  it('is done with a form of a hundred thousand questions at once', () => {
    const names = (letter: string) => Array.from({ length: 100_000 }, (_, index) => `${letter}${index}`);
    const properties = Object.fromEntries(names('a').map((name) => [name, {}]));
    const before = performance.now();
    expect(fillForm(form(properties, names('b')), {})).toStrictEqual({ content: {} });
    expect(performance.now() - before).toBeLessThan(2_000);
  });
});
