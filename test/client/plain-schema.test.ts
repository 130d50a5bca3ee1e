import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conforms, isPlain } from '../../src/client/plain-schema.ts';

const RESULT = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  type: 'object',
  properties: { result: { type: 'number', description: 'the sum' }, names: { items: { type: 'string' } } },
  required: ['result'],
  additionalProperties: false,
};

const NAMES = ['a', 'b', 'c'];
const TYPES = ['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'];

const { schema } = fc.letrec<{ schema: object }>((tie) => ({
  schema: fc.record(
    {
      type: fc.constantFrom(...TYPES),
      properties: fc.dictionary(fc.constantFrom(...NAMES), tie('schema'), { maxKeys: 3 }),
      required: fc.uniqueArray(fc.constantFrom(...NAMES)),
      additionalProperties: fc.boolean(),
      items: tie('schema'),
    },
    { requiredKeys: [] },
  ),
}));

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(null, true, 0, 1.5, '', 'x'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...NAMES), tie('value'), { maxKeys: 3 }),
  ),
}));

describe('a plain schema', () => {
  it.each([
    [{ result: 3 }, true],
    [{ result: 3, names: ['x'] }, true],
    [{ result: '3' }, false],
    [{}, false],
    [{ result: Number.POSITIVE_INFINITY }, false],
    [{ result: 3, more: 1 }, false],
    [{ result: 3, names: ['x', 1] }, false],
    [[], false],
    [null, false],
  ])('judges %j', (given, expected) => {
    expect(isPlain(RESULT)).toBe(true);
    expect(conforms(RESULT, given)).toBe(expected);
  });

  it.each([
    [true],
    [null],
    [{ type: ['string', 'null'] }],
    [{ type: 'strin' }],
    [{ type: 'toString' }],
    [{ pattern: 'a' }],
    [{ $ref: '#' }],
    [{ properties: { a: { format: 'date' } } }],
    [{ properties: { a: { $schema: 'https://json-schema.org/draft/2020-12/schema' } } }],
    [{ required: ['a', 'a'] }],
    [{ required: 'a' }],
    [{ items: [{ type: 'string' }] }],
    [{ $schema: 'https://elsewhere.example/schema' }],
    [{ toString: 1 }],
  ])('is not %j', (given) => {
    expect(isPlain(given)).toBe(false);
  });

  it('accepts exactly what a compiler accepts', () => {
    const compiler = new Ajv2020({ strict: false, logger: false });
    fc.assert(
      fc.property(schema, value, (given, instance) => {
        expect(isPlain(given)).toBe(true);
        const byCompiler = compiler.compile(given)(instance);
        compiler.removeSchema(given);
        expect(conforms(given, instance)).toBe(byCompiler);
      }),
      { numRuns: 100 },
    );
  });
});
