import { describe, expect, it } from 'vitest';
import { explainErrors } from '../../src/commands/explain-errors.ts';
import { explain } from '../../src/diagnosis/explain.ts';
import { classOf } from '../../src/errors.ts';
import { modulesBelow, sourceOf } from '../architecture/imports.ts';

const explained = explainErrors().map(({ code }) => code);
/** Codes that are put together where they are thrown. */
const ASSEMBLED = ['registration.forbidden', 'registration.refused', 'registration.invalid_redirect_uri'];
/** Quoted names that look like codes; what ends with "_" is the beginning of several. */
const OTHER = ['usage.scope_', 'usage.audience_', 'usage.client_id_', 'usage.issuer_', 'usage.tenant_'];

function thrown(): ReadonlySet<string> {
  const code = /^[a-z_]+\.[a-z_]+$|^rate_limited$|^unavailable$/;
  const quoted = modulesBelow('src')
    .filter((module) => !module.includes('explain-errors'))
    .flatMap((module) => [...withoutComments(sourceOf(module)).matchAll(/'([a-z_.]+)'/g)])
    .map(([, name = '']) => name);
  const known = quoted.filter((name) => code.test(name) && !name.endsWith('_') && !OTHER.includes(name));
  return new Set(known.filter((name) => classOf(name) !== 'internal' || name.startsWith('internal.')));
}

function withoutComments(source: string): string {
  return source.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/^\s*\/\/.*$/gm, '');
}

describe('the codes of errors', () => {
  it('are all explained, and nothing else is', () => {
    const codes = thrown();
    expect(codes).toContain('registration.not_offered');
    expect([...codes].filter((code) => !explained.includes(code))).toEqual([]);
    expect(explained.filter((code) => !codes.has(code) && !ASSEMBLED.includes(code))).toEqual([]);
  });

  it('are explained once', () => {
    expect(explained.filter((code, index) => explained.indexOf(code) !== index)).toEqual([]);
  });

  it.each([
    ['registration.not_offered', 'exit code 3'],
    ['Issuer.Not_Pinned', 'exit code 7'],
    ['usage.dpop_unused', 'exit code 2'],
    ['rate_limited', 'exit code 4'],
  ])('%s is found and says its exit code', (code, words) => {
    const found = explain(code, explainErrors());
    expect(found.known && found.text).toContain(words);
  });

  it('does not hide the OAuth error of the same name', () => {
    const found = explain('oauth.invalid_client', explainErrors());
    expect(found).toMatchObject({ known: true, explanation: { kind: 'oauth', code: 'invalid_client' } });
  });
});
