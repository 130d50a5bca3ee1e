import { describe, expect, it } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import { explain, explanations } from '../../src/diagnosis/explain.ts';
import { explainCheck } from '../../src/diagnosis/explain-check.ts';
import { rules } from '../../src/diagnosis/index.ts';

const codeOf = (asked: string): string | undefined => {
  const found = explain(asked);
  return found.known ? found.explanation.code : undefined;
};

describe('explain', () => {
  it.each([
    ['AADSTS7000215', 'AADSTS7000215'],
    ['7000215', 'AADSTS7000215'],
    ['aadsts 7000215:', 'AADSTS7000215'],
    ['entra/aadsts-7000215', 'AADSTS7000215'],
    ['invalid_scope', 'invalid_scope'],
    ['oauth/invalid_scope', 'invalid_scope'],
    ['oauth.invalid_scope', 'invalid_scope'],
    ['Invalid_Scope', 'invalid_scope'],
    ['endpoint/open-door', 'endpoint/open-door'],
    ['exit 7', 'exit 7'],
    ['7', 'exit 7'],
    ['exit code 70', 'exit 70'],
    ['exited with code 9', 'exit 9'],
    ['incomplete', 'exit 9'],
    ['needs_person', 'exit 8'],
    ['exit refused', 'exit 7'],
    ['sigint', 'exit 130'],
    ['error 50011', 'AADSTS50011'],
    ['50011.', 'AADSTS50011'],
    ['invalid scope', 'invalid_scope'],
    ['AADB2C90118', 'b2c/aadb2c90118'],
    ['aadb2c-90118', 'b2c/aadb2c90118'],
    ['okta/policy-evaluation-failed', 'okta/policy-evaluation-failed'],
    ['E0000007', 'okta/server-not-found'],
    ['idx10214', 'IDX10214'],
  ])('%s is %s', (asked, code) => {
    expect(codeOf(asked)).toBe(code);
  });

  it('prints cause, where it is seen, fix and how far that is known', () => {
    const found = explain('AADSTS7000215');
    expect(found.known && found.text).toMatchInlineSnapshot(`
      "AADSTS7000215: The client secret is wrong.

        why     The secret that was sent is none of the application's secrets. Often the Secret ID (a GUID) was copied instead of the Value, or the secret belongs to another application.
        seen    at the token endpoint, as HTTP 401 invalid_client
        online  https://login.microsoftonline.com/error?code=7000215
        docs    docs/errors.md#entra-aadsts-7000215
        fix     App registrations > <client id> > Certificates & secrets > Client secrets: create a secret and copy the column "Value" at once. Look for quotes, blanks or a line break around it.
        known   from answers of the real service
        from    published answers of the service: recordings, pasted bodies, probes
      "
    `);
  });

  it.each([
    ['7000125', 'AADSTS7000215'],
    ['AADSTS70002150', 'AADSTS7000215'],
    ['AADSTS700012', 'AADSTS700011'],
    ['IDX10215', 'IDX10214'],
    ['incomplet', 'incomplete'],
    ['okta/policy-evaluation-faild', 'okta/policy-evaluation-failed'],
    ['invalid_scop', 'invalid_scope'],
    ['open-door', 'endpoint/open-door'],
    ['endpoint/open-dor', 'endpoint/open-door'],
  ])('%s is near %s', (asked, near) => {
    const found = explain(asked);
    expect(found.known ? [] : found.suggestions).toContain(near);
  });

  it('says where Microsoft explains a number that is not in the catalogue', () => {
    expect(explain('AADSTS9999999')).toEqual({
      known: false,
      suggestions: [],
      lookUp: 'https://login.microsoftonline.com/error?code=9999999',
    });
    expect(explain('qqqqqqqqqqqqqqqqqqqqqqqq')).not.toHaveProperty('lookUp');
  });

  it('knows nothing of nonsense', () => {
    expect(explain('qqqqqqqqqqqqqqqqqqqqqqqq')).toEqual({ known: false, suggestions: [] });
    expect(explain('').known).toBe(false);
    expect(explain('x'.repeat(1_000_000)).known).toBe(false);
  });

  it('explains a check by what makes it fail', () => {
    const check = {
      id: 'endpoint/rejects-tampered-signature',
      title: 'rejects a token whose signature was changed',
      level: 'MUST' as const,
      spec: ['RFC 8725 §3.1'],
      per: 'era' as const,
    };
    expect(explain(check.id).known).toBe(false);
    expect(explain(check.id, [explainCheck(check)])).toMatchObject({
      known: true,
      explanation: {
        code: check.id,
        kind: 'check',
        title: 'The server rejects a token whose signature was changed.',
        more: expect.arrayContaining([
          { label: 'cause', text: expect.stringContaining('(endpoint/signature-not-checked)') },
        ]),
        fix: expect.stringContaining('Verify the signature'),
        source: 'RFC 8725 §3.1',
      },
    });
  });

  it('explains every check, and no rule names one that does not exist', () => {
    const ids = checks.map(({ id }) => id);
    for (const check of checks) {
      expect(explain(check.id.toUpperCase(), checks.map(explainCheck)).known).toBe(true);
      expect(explainCheck(check).fix).not.toBe('');
    }
    expect(rules.flatMap((rule) => rule.checks ?? []).filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('has every code once, each with words', () => {
    const codes = explanations().map((one) => one.code.toLowerCase());
    expect(codes).toEqual([...new Set(codes)]);
    for (const { title, cause, fix } of explanations()) {
      expect(`${title}${cause}${fix}`).not.toMatch(/\{(clientId|audience)\}/);
      for (const text of [title, cause, fix]) expect(text).not.toBe('');
    }
  });
});
