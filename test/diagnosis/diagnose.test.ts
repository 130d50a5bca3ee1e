import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/index.ts';
import { API, error, failed, flow, person, session, symptoms, token } from './symptoms.ts';

const rejected = session({ error: error('auth.rejected_token'), tools: [] });

describe('diagnose', () => {
  it('puts what breaks early on the road before what it explains', () => {
    const findings = diagnose(
      symptoms({
        flows: [flow({ token: token({ aud: ['api://other'] }), sessions: [rejected] })],
        results: [
          failed('road/session', { flow: 'client_credentials' }),
          failed('endpoint/rejects-expired-token', { accepted: true }),
        ],
      }),
    );
    expect(findings.map((finding) => finding.code)).toEqual([
      'token/audience-mismatch',
      'endpoint/expiry-not-checked',
    ]);
    expect(findings[0]?.results).toEqual(['road/session']);
  });

  it('does not name the consequences of a cause that it has named, flow by flow', () => {
    const wrong = flow({ token: token({ aud: ['api://other'] }), sessions: [rejected] });
    const unclear = flow({
      request: { flow: 'authorization_code' },
      token: person({ signature: 'unverified' }),
      sessions: [session({ error: error('auth.rejected_token', 'Refused for a person.'), tools: [] })],
    });
    const findings = diagnose(symptoms({ flows: [wrong, unclear] }));
    expect(findings.map((finding) => finding.code)).toEqual([
      'token/audience-mismatch',
      'session/token-refused',
    ]);
    expect(findings[1]?.cause).toContain('Refused for a person.');
  });

  it('explains everything about a machine without roles by that alone', () => {
    const machine = flow({
      token: token({ roles: [] }),
      request: { expect: { roles: ['calculator.add'] } },
      sessions: [
        session({
          error: error('auth.insufficient_scope'),
          calls: [
            {
              tool: 'add',
              arguments: {},
              result: null,
              expected: 3,
              verdict: 'fail',
              durationMs: 1,
              exchanges: [],
            },
          ],
        }),
      ],
    });
    const findings = diagnose(symptoms({ flows: [machine] }));
    expect(findings.map((finding) => finding.code)).toEqual(['entra/app-only-without-roles']);
    expect(findings[0]?.cause).toContain('needed are "calculator.add"');
  });

  it('puts warnings and notes behind every error', () => {
    const findings = diagnose(
      symptoms({
        flows: [flow({ token: token({ clientId: 'other' }) })],
        results: [failed('endpoint/rejects-no-token', { accepted: true })],
      }),
    );
    expect(findings.map((finding) => finding.severity)).toEqual(['error', 'warning']);
  });

  it('says the same of several flows once', () => {
    const refused = () =>
      error('oauth.invalid_client', 'Refused.', { error: 'invalid_client', aadsts: 7000215 });
    const both = ['client_credentials', 'authorization_code'].map((name) =>
      flow({ request: { flow: name }, error: refused(), sessions: [] }),
    );
    const results = both.map(({ request }) => failed('road/token', { flow: request.flow }));
    const findings = diagnose(symptoms({ flows: both, results }));
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ aadsts: 7000215, results: ['road/token'] });
  });

  it('finds nothing in a healthy run', () => {
    expect(diagnose(symptoms())).toEqual([]);
    const elsewhere = flow({ token: token({ roles: [], scp: ['a'] }) });
    expect(diagnose(symptoms({ profile: 'generic', flows: [elsewhere] }))).toEqual([]);
  });

  it('points to where the finding is described', () => {
    const [finding] = diagnose(
      symptoms({ results: [failed('endpoint/rejects-no-token', { accepted: true })] }),
    );
    expect(finding?.docs).toBe('docs/findings.md#endpoint-open-door');
    const refused = error('oauth.x', 'Refused.', { aadsts: 7000215 });
    const [exact] = diagnose(symptoms({ flows: [flow({ error: refused, sessions: [] })] }));
    expect(exact).toMatchObject({
      code: 'entra/aadsts-7000215',
      docs: 'docs/errors.md#entra-aadsts-7000215',
    });
  });

  it('fills the fix with the ids of the flow that failed, and with words where there is none', () => {
    const refused = error('oauth.x', 'Refused.', { aadsts: 1002012 });
    const own = diagnose(symptoms({ flows: [flow({ error: refused, sessions: [] })] }));
    expect(own[0]?.fix).toContain(`api://${API}/.default`);
    const { evidence, ...rest } = symptoms({ flows: [flow({ error: refused, sessions: [] })] });
    const { audience: _audience, ...target } = evidence.target;
    const without = diagnose({ ...rest, evidence: { ...evidence, target } });
    expect(without[0]?.fix).toContain("<the API's client id>");
  });
});
