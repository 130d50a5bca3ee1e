import { describe, expect, test } from 'vitest';
import { challengeProblems } from '../../src/checks/challenge-syntax.ts';

describe('a challenge that clients can read', () => {
  test.each([
    'Bearer realm="mcp"',
    'bearer realm=mcp , scope = "a b"',
    'Bearer resource_metadata="https://h/.well-known/x", error="invalid_token", error_description="a, b=\\"c\\""',
    'Negotiate, Bearer realm="mcp"',
    'Negotiate YWJj==, Bearer realm="mcp"',
    'Basic realm="a", charset="UTF-8", Bearer scope="x"',
    'DPoP algs="ES256"',
    'Bearer realm=""',
    ', Bearer realm="x",,',
  ])('%s', (line) => {
    expect(challengeProblems(line)).toEqual([]);
  });
});

describe('one that they cannot', () => {
  test.each([
    ['Bearer', 'no parameter'],
    ['Bearer, Basic realm="x"', 'no parameter'],
    ['Bearer realm="a", realm="b"', '"realm" stands there more than once'],
    ['Bearer realm="a", scope="b", SCOPE="c"', '"scope" stands there more than once'],
    ['realm="a"', 'before any scheme'],
    ['Bearer error_description="unexpected "aud" claim value"', 'cannot be read'],
    ['Bearer realm="open', 'cannot be read'],
    ['Bearer realm="a" scope="b"', 'cannot be read'],
    ['Bearer realm=a b c', 'cannot be read'],
    ['Bearer realm=', 'no parameter'],
  ])('%s', (line, words) => {
    expect(challengeProblems(line).join()).toContain(words);
  });
});
