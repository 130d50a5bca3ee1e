import { describe, expect, it } from 'vitest';
import { explain } from '../../src/diagnosis/explain.ts';

function explained(text: string) {
  const found = explain(text);
  return found.known ? found.explanation : undefined;
}

const also = (text: string) => explained(text)?.more?.find(({ label }) => label === 'also')?.text;

describe('what is pasted', () => {
  it.each([
    [
      'AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request is the client secret value. Trace ID: 6ee9ec92-0000 Correlation ID: 5f1c3b98-0000 Timestamp: 2026-11-23 07:36:44Z',
      'AADSTS7000215',
    ],
    [
      '{"error":"invalid_client","error_description":"AADSTS7000222: The provided client secret keys are expired.","error_codes":[7000222]}',
      'AADSTS7000222',
    ],
    ['error_codes: "error_codes":[50011],', 'AADSTS50011'],
    ['https://login.microsoftonline.com/error?code=50011', 'AADSTS50011'],
    ['AADB2C90006: The redirect URI provided in the request is not registered', 'b2c/aadb2c90006'],
    ['{"error":"invalid_scope","error_description":"unknown scope x"}', 'invalid_scope'],
    ['{\\"error\\":\\"invalid_scope\\"}', 'invalid_scope'],
    ['?error=login_required&state=x', 'login_required'],
    [
      '{"error":"access_denied","error_description":"Service not found: https://api.example.com"}',
      'auth0/service-not-found',
    ],
    [
      'Policy evaluation failed for this request, please check the policy configurations.',
      'okta/policy-evaluation-failed',
    ],
    ['{"errorCode":"E0000007","errorSummary":"Not found"}', 'okta/server-not-found'],
    [`Bearer error="invalid_token", error_description="The audience 'x' is invalid"`, 'refused/audience'],
    ['Bearer error="insufficient_scope", scope="calculator.add"', 'insufficient_scope'],
    ["IDX10205: Issuer validation failed. Issuer: 'x'", 'IDX10205'],
    ['jwt audience invalid. expected: api://calculator', 'refused/audience'],
    ['An error occurred while attempting to decode the Jwt: The iss claim is not valid', 'refused/issuer'],
    ['  endpoint/open-door, docs/findings.md#endpoint-open-door', 'endpoint/open-door'],
  ])('%s is %s', (text, code) => {
    expect(explained(text)?.code).toBe(code);
  });

  it('says what else the text fits', () => {
    expect(also('AADSTS700016: not found. AADSTS90002: no tenant.')).toBe('AADSTS90002 fits as well');
    expect(also('PKCE verification failed')).toContain('keycloak/pkce-failed');
  });

  it('explains the OAuth error of an answer whose number is not known, and says so', () => {
    const text = '{"error":"invalid_client","error_description":"AADSTS7009999: Something new."}';
    expect(explained(text)).toMatchObject({ code: 'invalid_client', kind: 'oauth' });
    expect(also(text)).toBe(
      'AADSTS7009999 is not known here: https://login.microsoftonline.com/error?code=7009999',
    );
  });

  it.each([
    'The server is slow today',
    'Unauthorized',
    'HTTP 401',
    'x'.repeat(1_000_000),
    `${' '.repeat(20_000)}AADSTS`,
    '\u0000\u001b[31m\u202e',
    '{"error":"',
    'AADSTS',
  ])('is not guessed: %.40s', (text) => {
    expect(explain(text).known).toBe(false);
  });
});

describe('how far something is known', () => {
  const said = (code: string) => {
    const found = explain(code);
    return found.known ? found.text : '';
  };

  it('is said in plain words, with what is inferred called so', () => {
    expect(said('70044')).toContain('not verified: take it as a hint');
    expect(said('7000215')).toContain('as HTTP 401 invalid_client\n');
    expect(said('7000215')).toContain('from answers of the real service');
    expect(said('700211')).toContain('as invalid_client, probably HTTP 401 (inferred, not seen)');
    expect(said('700211')).toContain('from what users report, in part');
    expect(said('70008')).toContain('probably as HTTP 400 invalid_grant (inferred, not seen)');
    expect(said('50011')).toContain('at sign-in as a page in the browser, of which the client hears nothing');
    expect(said('50011')).toContain("Microsoft's error code reference");
  });

  it('is told of every row of a catalogue', () => {
    expect(explain('okta/no-credential')).toMatchObject({
      explanation: { confidence: 'reported', known: 'from what users report, in part' },
    });
    expect(explain('keycloak/redirect-not-registered')).toMatchObject({
      explanation: { confidence: 'unverified' },
    });
  });
});
