import { describe, expect, it } from 'vitest';
import { errorCatalogue } from '../../fixtures/entra/error-catalogue.ts';
import {
  catalogue,
  entraTopics,
  entryOf,
  providerCatalogue,
  validatorCatalogue,
} from '../../src/diagnosis/catalogue.ts';
import { oauthErrors } from '../../src/diagnosis/oauth-errors.ts';
import { modulesBelow, sourceOf } from '../architecture/imports.ts';

const numbers = catalogue.map(({ code }) => code);
const everything = [...catalogue, ...providerCatalogue, ...validatorCatalogue, ...oauthErrors];

/** Numbers that people meet where tokens for MCP servers are asked for. */
const wanted = [
  7000215, 7000216, 7000218, 7000222, 700016, 90002, 900023, 900021, 500011, 1002012, 70011, 28000, 65001,
  650053, 650057, 9010010, 50011, 900971, 9002327, 501481, 54005, 70008, 700082, 50173, 50105, 501051, 50076,
  53003, 700027, 5002723, 700024, 70021, 700211, 700213, 50058, 90009, 70016, 70019, 90055, 50194, 7000229,
  700025, 90094, 65004, 9002326,
];

/** What nobody has confirmed must never be told as a fact. */
const doubtful = [70044, 7000014, 530084, 9002325, 7000113];

describe('the catalogue', () => {
  it.each(wanted)('knows AADSTS%d', (code) => {
    expect(entryOf(code)?.code).toBe(code);
  });

  it('has 162 numbers in twelve topics, each once', () => {
    expect(numbers).toEqual([...new Set(numbers)]);
    expect(numbers).toHaveLength(162);
    expect(Object.keys(entraTopics)).toHaveLength(12);
  });

  it('has every number that the program or the stand-in mentions', () => {
    const mentioned = [...modulesBelow('src'), ...modulesBelow('fixtures')]
      .flatMap((module) => [...sourceOf(module).matchAll(/aadsts-?(\d{5,9})\b/gi)])
      .map(([, number]) => Number(number));
    const all = new Set([...mentioned, ...Object.keys(errorCatalogue).map(Number)]);
    expect(all.size).toBeGreaterThan(60);
    expect([...all].filter((number) => !numbers.includes(number))).toEqual([]);
  });

  it('says no more of an answer than somebody has shown', () => {
    const of = (confidence: string) => catalogue.filter((entry) => entry.confidence === confidence);
    expect(of('recorded').length).toBe(25);
    expect(of('reported').length).toBe(21);
    for (const { code, status, error, inferred } of of('recorded')) {
      expect([code, typeof status, typeof error, inferred]).toEqual([code, 'number', 'string', undefined]);
    }
    for (const { code, status } of of('reported')) expect([code, status]).toEqual([code, undefined]);
    for (const { code, status, error, suberror } of [...of('documented'), ...of('unverified')]) {
      expect([code, status, error, suberror]).toEqual([code, undefined, undefined, undefined]);
    }
    expect(new Set(of('unverified').map(({ code }) => code))).toEqual(new Set(doubtful));
  });

  it('agrees with the stand-in where an answer is known', () => {
    const other = Object.entries(errorCatalogue).filter(([code, emitted]) => {
      const { status, error, suberror } = entryOf(Number(code)) ?? {};
      const differs = (known: unknown, sent: unknown) => known !== undefined && known !== sent;
      return (
        differs(status, emitted.status) ||
        differs(error, emitted.error) ||
        differs(suberror, 'suberror' in emitted ? emitted.suberror : undefined)
      );
    });
    expect(other.map(([code]) => code)).toEqual([]);
  });

  it('has a sentence for everything, and a source', () => {
    for (const { title, cause, fix, source } of everything) {
      for (const text of [title, cause, fix]) expect(text).toMatch(/^[A-Z"].*\.$/s);
      for (const text of [title, cause, fix, source]) expect(text).not.toMatch(/\[U\]|TODO|\s{2}|\s$/);
      expect(`${title}${cause}`).not.toMatch(/\{\w+\}/);
      expect(fix.replaceAll(/\{(?:clientId|tenant|audience)\}/g, '')).not.toMatch(/[{}]/);
      expect(source).not.toBe('');
    }
  });

  it('knows the OAuth errors, once each', () => {
    const names = oauthErrors.map((entry) => entry.error);
    expect(names).toEqual([...new Set(names)]);
    for (const name of [
      'invalid_client',
      'invalid_grant',
      'invalid_scope',
      'unauthorized_client',
      'access_denied',
      'invalid_target',
      'authorization_pending',
      'slow_down',
      'unsupported_response_type',
    ]) {
      expect(names).toContain(name);
    }
  });

  it('knows every OAuth error that it says a number comes with', () => {
    const names = oauthErrors.map(({ error }) => error);
    const said = catalogue.flatMap(({ error, inferred }) =>
      [error, inferred?.error].flatMap((one) => one ?? []),
    );
    expect(said.filter((error) => !names.includes(error) && error !== 'invalid_instance')).toEqual([]);
  });
});
