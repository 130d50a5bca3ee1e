import { describe, expect, it } from 'vitest';
import { folded } from '../../src/diagnosis/folded.ts';
import type { Finding } from '../../src/types.ts';

const finding = (code: string, changed: Partial<Finding> = {}): Finding => ({
  code,
  severity: 'error',
  confidence: 'certain',
  aadsts: null,
  summary: code,
  cause: '',
  fix: '',
  results: [],
  docs: '',
  ...changed,
});

const told = (
  findings: readonly Finding[],
  explains: Readonly<Record<string, readonly string[]>> = {},
): readonly string[] =>
  folded(findings, new Map(Object.entries(explains))).map(({ code, because }) =>
    because === undefined ? code : `${code} < ${because}`,
  );

describe('what only follows from an earlier error', () => {
  it('is what that one’s rule names, by its code or its kind', () => {
    const all = [finding('a/root'), finding('b/other'), finding('c/one'), finding('c/two')];
    expect(told(all, { 'a/root': ['c/*'] })).toEqual([
      'a/root',
      'c/one < a/root',
      'c/two < a/root',
      'b/other',
    ]);
    expect(told(all, { 'a/root': ['c/two'] })).toEqual(['a/root', 'c/two < a/root', 'b/other', 'c/one']);
  });

  it('stands behind its cause also where it ranks before it', () => {
    const all = [finding('a/first'), finding('c/early'), finding('b/cause')];
    expect(told(all, { 'b/cause': ['c/*'] })).toEqual(['a/first', 'b/cause', 'c/early < b/cause']);
  });

  it('is an error that explains nothing more', () => {
    const root = finding('a/root', { results: ['x/1', 'x/2'] });
    expect(told([root, finding('b/same', { results: ['x/2'] })])).toEqual(['a/root', 'b/same < a/root']);
    expect(told([root, finding('b/more', { results: ['x/2', 'x/3'] })])).toEqual(['a/root', 'b/more']);
    expect(told([root, finding('b/none')])).toEqual(['a/root', 'b/none']);
  });

  it('is never a warning for that reason alone, and never behind a warning', () => {
    const root = finding('a/root', { results: ['x/1'] });
    const warning = finding('b/warning', { severity: 'warning', results: ['x/1'] });
    expect(told([root, warning])).toEqual(['a/root', 'b/warning']);
    expect(told([warning, finding('c/note', { severity: 'note' })], { 'b/warning': ['c/*'] })).toEqual([
      'b/warning',
      'c/note',
    ]);
  });

  it('stands behind the first of several causes, and is itself nobody’s cause', () => {
    const all = [finding('a/1'), finding('a/2'), finding('b/1'), finding('c/1')];
    const explains = { 'a/1': ['b/*'], 'a/2': ['b/*'], 'b/1': ['c/*'] };
    expect(told(all, explains)).toEqual(['a/1', 'b/1 < a/1', 'a/2', 'c/1']);
  });
});
