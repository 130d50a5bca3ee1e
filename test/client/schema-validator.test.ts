import { afterEach, describe, expect, it } from 'vitest';
import { createSchemaValidator, type SchemaValidator } from '../../src/client/index.ts';

let validator: SchemaValidator | undefined;

afterEach(async () => {
  await validator?.close();
  validator = undefined;
});

function open(): SchemaValidator {
  validator = createSchemaValidator();
  return validator;
}

const RESULT = { type: 'object', properties: { result: { type: 'number' } }, required: ['result'] };
const BOMB = { type: 'object', properties: { text: { type: 'string', pattern: '^(a+)+$' } } };

describe('a schema in the worker', () => {
  it('accepts what conforms and says what does not', async () => {
    const schemas = open();
    expect(await schemas.validate(RESULT, { result: 3 })).toBeUndefined();
    expect(await schemas.validate(RESULT, { result: '3' })).toBe('/result must be number');
    expect(await schemas.validate(RESULT, {})).toContain("must have required property 'result'");
  });

  it.each([
    'http://json-schema.org/draft-07/schema#',
    'https://json-schema.org/draft/2019-09/schema',
    'https://json-schema.org/draft/2020-12/schema',
  ])('is read by the draft that it names: %s', async ($schema) => {
    const schemas = open();
    const schema = { $schema, type: 'array', items: { type: 'integer' } };
    expect(await schemas.validate(schema, [1, 2])).toBeUndefined();
    expect(await schemas.validate(schema, [1, 'x'])).toBe('/1 must be integer');
  });

  it('may use the formats of the specification', async () => {
    const schemas = open();
    expect(await schemas.validate({ type: 'string', format: 'date' }, '2026-11-23')).toBeUndefined();
    expect(await schemas.validate({ type: 'string', format: 'date' }, 'tomorrow')).toContain('format');
  });

  it.each([
    [{ type: 'strin' }, 'the schema is unusable'],
    [{ type: 'string', pattern: '(' }, 'the schema is unusable'],
    [{ $ref: '#/$defs/none' }, 'the schema is unusable'],
    [{ $ref: 'https://elsewhere.example/schema.json' }, 'it refers to another document'],
    ['text', 'a schema is an object'],
    [{ type: 'string', pattern: 'a'.repeat(1_001) }, 'a very long regular expression'],
    [{ anyOf: Array.from({ length: 501 }, () => ({ pattern: 'a' })) }, 'more than 500 regular expressions'],
    [JSON.parse(`${'{"not":'.repeat(70)}{}${'}'.repeat(70)}`), 'nested more than 64 deep'],
  ])('is told apart when it is unusable: %j', async (schema, why) => {
    expect(await open().check(schema)).toContain(why);
  });

  it('may refer to itself', async () => {
    const schemas = open();
    const tree = { type: 'object', properties: { child: { $ref: '#' }, n: { type: 'number' } } };
    expect(await schemas.validate(tree, { n: 1, child: { n: 2, child: {} } })).toBeUndefined();
    expect(await schemas.validate(tree, { child: { n: 'x' } })).toBe('/child/n must be number');
  });
});

describe('schemas of different servers', () => {
  it('do not meet, though they have the same name or that of the meta-schema', async () => {
    const schemas = open();
    for (const $id of ['https://schema.example/a', 'https://json-schema.org/draft/2020-12/schema']) {
      expect(await schemas.validate({ $id, type: 'string' }, 1)).toContain('must be string');
      expect(await schemas.validate({ $id, type: 'number' }, 1)).toBeUndefined();
      expect(await schemas.validate(RESULT, { result: 1 })).toBeUndefined();
    }
  });
});

describe('a schema that never ends', () => {
  it('is stopped, while the main thread goes on and the next schema is answered', async () => {
    const schemas = open();
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 20);
    const bomb = schemas.validate(BOMB, { text: `${'a'.repeat(40)}!` });
    const next = schemas.validate(RESULT, { result: 3 });
    expect(await bomb).toContain('takes longer than a second');
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(10);
    expect(await next).toBeUndefined();
  });

  it('is stopped when it wants too much memory, and the next one is answered', async () => {
    const schemas = open();
    const value = Array.from({ length: 8_000_000 }, (_, index) => index + 0.5);
    expect(await schemas.validate({ type: 'array', minItems: 1 }, value)).toContain(
      'more memory than it may have',
    );
    expect(await schemas.validate(RESULT, { result: 3 })).toBeUndefined();
  });

  it('is forgotten when the validator closes', async () => {
    const schemas = open();
    const bomb = schemas.validate(BOMB, { text: `${'a'.repeat(40)}!` });
    await schemas.close();
    expect(await bomb).toBeTypeOf('string');
  });
});
