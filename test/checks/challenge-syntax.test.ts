import { describe, expect, test } from 'vitest';
import { challengeBlemishes, challengeProblems } from '../../src/checks/challenge-syntax.ts';
import { parseChallenges } from '../../src/text/challenges.ts';

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

describe('characters that RFC 6750 §3 leaves out', () => {
  test.each([
    ['Bearer error="invalid_token", error_description="it\'s over: a+b"', 0],
    ['Bearer error_description="a \\"quoted\\" word"', 1],
    ['Bearer error_description="a back\\\\slash"', 1],
    ['Bearer error_description="läuft"', 1],
    ['Bearer error_uri="https://h.example/a b"', 1],
    ['Basic error_description="a \\"quoted\\" word"', 0],
  ])('%s', (line, count) => {
    expect(challengeBlemishes(parseChallenges([line]))).toHaveLength(count);
  });
});
