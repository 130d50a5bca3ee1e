import { describe, expect, it } from 'vitest';
import { disappointment, meets, resultOf, type ToolAnswer } from '../../src/client/index.ts';

const text = (...texts: string[]): ToolAnswer => ({
  content: texts.map((line) => ({ type: 'text', text: line })),
  isError: false,
});
const structured = (structuredContent: unknown): ToolAnswer => ({ ...text('9'), structuredContent });

describe('what an answer says', () => {
  it.each([
    ["the structured content's result", structured({ result: 3 }), 3],
    ['the structured content', structured({ sum: 3 }), { sum: 3 }],
    ['the text as JSON', text('{"a":1}'), { a: 1 }],
    ['the text', text('three', 'four'), 'three\nfour'],
    ['nothing', text(), null],
  ])('%s', (_name, answer, result) => {
    expect(resultOf(answer)).toStrictEqual(result);
  });
});

describe('what was expected', () => {
  it.each([
    [structured({ result: 3 }), 3, true],
    [structured({ result: 3 }), { result: 3 }, true],
    [structured({ result: 3 }), '3', false],
    [structured({ result: 3, more: 1 }), { result: 3 }, false],
    // The structured content counts: what the text says besides is not looked at.
    [structured({ result: 3 }), 9, false],
    [text('3'), 3, true],
    [text('3'), '3', true],
    [text('3.0'), 3, true],
    [text('0.30000000000000004'), 0.3, false],
    [text('{"b":2,"a":[1,{"c":null}]}'), { a: [1, { c: null }], b: 2 }, true],
    [text('[1,2]'), [2, 1], false],
    [text('[1,2]'), { 0: 1, 1: 2 }, false],
    [text('{}'), { a: undefined }, false],
    [text('plain'), 'plain', true],
    [text(), null, false],
  ])('%j against %j', (answer, expected, verdict) => {
    expect(meets(answer, expected)).toBe(verdict);
  });

  it('is not compared with a depth that the server chose', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(meets(text(deep), [[[1]]])).toBe(false);
  });
});

describe('why an answer fails', () => {
  it('says what was expected and what came', () => {
    expect(disappointment(structured({ result: 4 }), { result: 3 })).toBe('expected 3, got 4');
  });

  it('shows the words of a tool that failed, escaped', () => {
    const answer = { ...text('no \u001b[31mway'), isError: true };
    expect(disappointment(answer, {})).toBe('the tool answered with an error: "no \\u{1b}[31mway"');
  });

  it('is content with any success when nothing is expected', () => {
    expect(disappointment(text('whatever'), {})).toBeUndefined();
  });

  it('compares with null when null is expected', () => {
    expect(disappointment(text('1'), { result: null })).toBe('expected null, got 1');
    expect(disappointment(text('null'), { result: null })).toBeUndefined();
  });
});
