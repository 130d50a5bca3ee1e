import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/index.ts';
import type { Finding } from '../../src/types.ts';
import { describeRules } from './describe-rules.ts';
import { CLIENT, discovery, error, failed, flow, ISSUER, symptoms, TENANT } from './symptoms.ts';

const NEAR = `${TENANT.slice(0, -1)}f`;

function unknown(tenant: string, status = 400) {
  const issuer = `https://login.microsoftonline.com/${tenant}/v2.0`;
  const tried = { url: `${issuer}/.well-known/openid-configuration`, status, outcome: `${status}` };
  return symptoms({
    target: { tenant },
    discovery: discovery({
      issuer,
      authorizationServers: [ISSUER],
      authorizationServerMetadata: null,
      authorizationServerTried: [tried],
    }),
    flows: [
      flow({
        error: error('metadata.not_found', 'No authorization server metadata was found.'),
        sessions: [],
      }),
    ],
    results: [failed('road/token', { flow: 'client_credentials' })],
  });
}

function shared(tenant: string, flows: Parameters<typeof flow>[0][]) {
  return symptoms({ target: { tenant }, flows: flows.map((one) => flow({ sessions: [], ...one })) });
}

describeRules('the tenant of the settings', [
  {
    code: 'entra/tenant-unknown',
    name: 'one digit is wrong',
    given: unknown(NEAR),
    says: [`knows no tenant ${NEAR}`, 'differs in one character', TENANT],
  },
  {
    code: 'entra/tenant-unknown',
    name: 'the empty GUID',
    given: unknown('00000000-0000-0000-0000-000000000000'),
    says: ['the empty GUID: it was never set', 'TENANT_ID'],
  },
  {
    code: 'entra/tenant-unknown',
    name: 'a placeholder',
    given: unknown('YOUR_TENANT_ID'),
    says: ['"YOUR_TENANT_ID" is no tenant', 'take that only if it is yours'],
  },
  {
    code: 'entra/shared-tenant',
    name: 'a machine at common',
    given: shared('common', [{ error: error('usage.tenant_not_specific', 'It names none.') }]),
    says: ['"common"', 'A machine has no tenant', TENANT],
  },
  {
    code: 'entra/shared-tenant',
    name: 'a single-tenant client at organizations',
    given: shared('organizations', [
      {
        request: { flow: 'authorization_code' },
        error: error('oauth.invalid_request', 'Refused.', { error: 'invalid_request', aadsts: 50194 }),
      },
    ]),
    says: ['authorization_code was refused with AADSTS50194', CLIENT],
  },
]);

describe('what the endpoint names', () => {
  const pasted = (findings: readonly Finding[]) => findings[0]?.paste;

  it('is proposed where it is a slip of the pen away, and else left to whoever knows the tenant', () => {
    expect(pasted(diagnose(unknown(NEAR)))).toEqual([{ where: 'client', text: `TENANT_ID=${TENANT}` }]);
    expect(pasted(diagnose(unknown('YOUR_TENANT_ID')))).toBeUndefined();
    expect(pasted(diagnose(unknown('99990000-1111-2222-3333-444455556666')))).toBeUndefined();
  });
});

describe('no unknown tenant', () => {
  it('where the answer is another than Entra ID’s refusal', () => {
    expect(diagnose(unknown(NEAR, 503)).map(({ code }) => code)).not.toContain('entra/tenant-unknown');
  });

  it('and no shared one where people of every tenant get in', () => {
    const codes = diagnose(symptoms({ target: { tenant: 'organizations' } })).map(({ code }) => code);
    expect(codes).not.toContain('entra/shared-tenant');
  });
});
