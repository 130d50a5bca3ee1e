import { describe, expect, it } from 'vitest';
import { parseArguments, parseCall } from '../../src/client/index.ts';
import { UsageError } from '../../src/errors.ts';

describe('--call', () => {
  it.each([
    ['add {"a":1,"b":2} => 3', { tool: 'add', arguments: { a: 1, b: 2 }, result: 3 }],
    ['add a=1 b=2 => 3', { tool: 'add', arguments: { a: 1, b: 2 }, result: 3 }],
    ['add a=1 b=2=>3', { tool: 'add', arguments: { a: 1, b: 2 }, result: 3 }],
    ['add a=1 b=2', { tool: 'add', arguments: { a: 1, b: 2 } }],
    ['get_me', { tool: 'get_me', arguments: {} }],
    ['get_me => {"name":"x"}', { tool: 'get_me', arguments: {}, result: { name: 'x' } }],
    ['get_me => null', { tool: 'get_me', arguments: {}, result: null }],
    [
      'say text="a => b" loud=true => "A => B"',
      { tool: 'say', arguments: { text: 'a => b', loud: true }, result: 'A => B' },
    ],
    ['say {"text":"}\\" => {"} => "x"', { tool: 'say', arguments: { text: '}" => {' }, result: 'x' }],
    ['say text=plain', { tool: 'say', arguments: { text: 'plain' } }],
    ['say text=', { tool: 'say', arguments: { text: '' } }],
    ['find where={"a":[1, 2]} n=0x1', { tool: 'find', arguments: { where: { a: [1, 2] }, n: '0x1' } }],
  ])('%s', (expression, call) => {
    expect(parseCall(expression)).toStrictEqual(call);
  });

  it.each([
    '',
    '=> 3',
    '{"a":1}',
    'add => three',
    'add =>',
    'add {"a":1',
    'add a=1 b',
    'add {"a":1} b=2',
    'add [1,2] => 3',
  ])('refuses %j and shows how to write it', (expression) => {
    expect(() => parseCall(expression)).toThrow(UsageError);
    expect(() => parseCall(expression)).toThrow(expect.objectContaining({ code: 'usage.call_expression' }));
  });

  it('never sets a prototype', () => {
    const { arguments: args } = parseCall('x __proto__={"polluted":1}');
    expect(Object.getPrototypeOf(args)).toBe(Object.prototype);
    expect(Object.hasOwn(args, '__proto__')).toBe(true);
  });
});

describe('the words of `call`', () => {
  it.each([
    [[], {}],
    [['a=1', 'b=two', 'c=x=y'], { a: 1, b: 'two', c: 'x=y' }],
    [['{"a": 1,', '"b": [2]}'], { a: 1, b: [2] }],
  ])('%j', (words, args) => {
    expect(parseArguments(words)).toStrictEqual(args);
  });

  it.each([[['a']], [['=1']], [['{"a":1} b=2']], [['{a:1}']]])('refuses %j', (words) => {
    expect(() => parseArguments(words)).toThrow(UsageError);
  });
});
