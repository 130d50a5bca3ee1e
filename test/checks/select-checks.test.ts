import { describe, expect, test } from 'vitest';
import { checks, selectChecks } from '../../src/checks/index.ts';

const ids = (...selection: Parameters<typeof selectChecks>) =>
  selectChecks(...selection).map((check) => check.id);
const group = (name: string) => checks.map((check) => check.id).filter((id) => id.startsWith(`${name}/`));

describe('what is selected', () => {
  test('everything unless told otherwise', () => {
    expect(selectChecks()).toEqual(checks);
    expect(selectChecks('all')).toEqual(checks);
  });

  test('a group, an id, in the order of the registry and each once', () => {
    expect(ids('token')).toEqual(group('token'));
    expect(ids(' server , discovery/issuer-is-exact,server')).toEqual([
      'discovery/issuer-is-exact',
      ...group('server'),
    ]);
  });

  test('without what is skipped', () => {
    expect(ids('token,server', ['server', 'token/refresh-works'])).toEqual(
      group('token').filter((id) => id !== 'token/refresh-works'),
    );
  });

  test('nothing, when that is asked for', () => {
    expect(selectChecks('none')).toEqual([]);
  });

  test.each([
    ['token', 'token'],
    ['', ''],
  ])('nothing by mistake is refused (%j without %j)', (list, skip) => {
    expect(() => selectChecks(list, skip)).toThrow(
      expect.objectContaining({ code: 'usage.no_checks', exit: 2 }),
    );
  });

  test.each([
    ['endpoint/rejects-alg-nnone', 'endpoint/rejects-alg-none'],
    ['rejects-alg-none', 'endpoint/rejects-alg-none'],
    ['endpont', 'endpoint'],
    ['noen', 'none'],
  ])('%s is unknown, and the nearest name is suggested', (name, suggestion) => {
    for (const attempt of [() => selectChecks(name), () => selectChecks('all', name)])
      expect(attempt).toThrow(
        expect.objectContaining({
          code: 'usage.unknown_check',
          exit: 2,
          hint: `Did you mean ${suggestion}?`,
        }),
      );
  });
});

test('every check has an id of its own, a title, a level and a source', () => {
  expect(new Set(checks.map((check) => check.id)).size).toBe(checks.length);
  for (const check of checks) {
    expect(check.title).not.toBe('');
    expect(check.spec.length).toBeGreaterThan(0);
  }
});
