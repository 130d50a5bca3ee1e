import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/index.ts';
import { decodeToken, verifySignature } from '../../src/token/index.ts';
import type { FlowRequest, Token } from '../../src/types.ts';
import { describeRules } from './describe-rules.ts';
import { API, CLIENT, error, failed, flow, person, session, symptoms, TENANT, token } from './symptoms.ts';

const rejected = session({ error: error('auth.rejected_token'), tools: [], server: null });
const brought: Partial<FlowRequest> = { flow: 'bearer' };
const refused = (shown: Token, profile = 'entra') =>
  symptoms({
    profile,
    flows: [flow({ token: shown, request: brought, sessions: [rejected] })],
    results: [failed('road/session', { flow: 'bearer' })],
  });
const accepted = (shown: Token, profile = 'entra') =>
  symptoms({ profile, flows: [flow({ token: shown, request: brought })] });
const codes = (given: ReturnType<typeof symptoms>) => diagnose(given).map(({ code }) => code);

const header = Buffer.from('{"typ":"JWT","alg":"RS256","kid":"k1"}').toString('base64url');
const claims = Buffer.from(JSON.stringify({ aud: API, tid: TENANT })).toString('base64url');
const cut = decodeToken(`${header}.${claims.slice(0, 20)}`);
const sealed = decodeToken(
  `${Buffer.from('{"alg":"RSA-OAEP","enc":"A256CBC-HS512","kid":"api-key"}').toString('base64url')}.a.b.c.d`,
);
const management = token({
  aud: ['https://management.core.windows.net/'],
  clientId: '04b07795-8ddb-461a-bbee-02f9e1bf7b46',
  iss: `https://sts.windows.net/${TENANT}/`,
  version: '1.0',
  appOnly: false,
  scp: ['user_impersonation'],
  roles: [],
});
const personal = '9188040d-6c67-4c5b-b112-36a304b66dad';

describeRules('a token that is none of ours', [
  {
    code: 'token/truncated',
    name: 'cut off in the middle of its claims',
    given: refused(cut),
    says: ['this one has two', '--token-file'],
  },
  {
    code: 'token/truncated',
    name: 'claims that cannot be read',
    given: refused(decodeToken(`${header}.${claims.slice(0, 20)}.`)),
    says: ['cannot be read'],
  },
  {
    code: 'token/encrypted',
    name: 'token encryption at Entra ID',
    given: refused(sealed),
    says: ['"RSA-OAEP"', 'tokenEncryptionKeyId', API],
  },
  {
    code: 'token/encrypted',
    name: 'for Auth0 itself',
    given: refused({ ...sealed, header: { alg: 'dir', enc: 'A256GCM' } }, 'auth0'),
    says: ['"A256GCM"', '--audience'],
  },
  {
    code: 'token/encrypted',
    name: 'where nobody was asked',
    given: symptoms({ flows: [flow({ token: sealed, sessions: [] })] }),
    says: ['"A256CBC-HS512"'],
    severity: 'note',
  },
  {
    code: 'token/opaque',
    name: 'a refresh token',
    given: refused(decodeToken('1.AXkAabcdefghijklmnop')),
    says: ['refresh token', 'access_token', `api://${API}/`],
  },
  {
    code: 'entra/azure-management-token',
    name: 'of the Azure CLI',
    given: refused(management),
    says: ['the Azure CLI', 'Azure Resource Manager', '04b07795-8ddb-461a-bbee-02f9e1bf7b46', API],
  },
  {
    code: 'token/algorithm-of-nobody',
    name: 'signed with a shared secret',
    given: refused(token({ header: { alg: 'HS256' }, signature: 'unverified' })),
    says: ['"HS256"', 'Entra ID signs with RS256'],
  },
  {
    code: 'entra/personal-account',
    name: 'in place of one of the tenant',
    given: refused(person({ tenant: personal, iss: `https://login.microsoftonline.com/${personal}/v2.0` })),
    says: [personal, TENANT, 'work or school account'],
  },
  {
    code: 'token/key-not-published',
    name: 'a kid that the issuer does not have',
    given: refused(
      await verifySignature(`${header}.${claims}.c2ln`, decodeToken(`${header}.${claims}.c2ln`), {
        jwks: { keys: [{ kty: 'RSA', kid: 'k2', n: 'AQAB', e: 'AQAB' }] },
      }),
    ),
    says: ['"k1"', 'discovery/v2.0/keys'],
  },
]);

describe('what is a token of ours', () => {
  it('is not told of when the endpoint takes it: encrypted, opaque', () => {
    expect(codes(accepted(sealed))).toEqual([]);
    expect(codes(accepted(decodeToken('8xLOxBtZp8')))).toEqual([]);
  });

  it('is no longer a matter of version where the token is for somebody else', () => {
    expect(codes(refused(management))).not.toContain('entra/token-version-1');
    const own = token({ aud: [CLIENT], iss: `https://sts.windows.net/${TENANT}/`, version: '1.0' });
    expect(codes(symptoms({ flows: [flow({ token: own })] }))).not.toContain('entra/token-version-1');
  });

  it('is told of once, however many rules fit', () => {
    const [first, ...more] = diagnose(
      refused(person({ tenant: personal, iss: `https://login.microsoftonline.com/${personal}/v2.0` })),
    );
    expect(first?.code).toBe('entra/personal-account');
    expect(more.map(({ because }) => because)).toEqual(more.map(() => 'entra/personal-account'));
  });

  it('may have a kid that is known and a signature that does not fit', () => {
    const changed = refused(token({ signature: 'invalid', signatureReason: 'no key of the issuer made it' }));
    expect(codes(changed)).toContain('token/signature-invalid');
    expect(codes(changed)).not.toContain('token/key-not-published');
  });

  it('names the API in what can be pasted', () => {
    const [finding] = diagnose(refused(management));
    expect(finding?.paste?.[0]).toEqual({
      where: 'shell',
      text: `az account get-access-token --scope api://${API}/.default --query accessToken --output tsv`,
    });
  });
});
