import type { FlowRequest, Token } from '../../src/types.ts';
import { describeRules } from './describe-rules.ts';
import {
  API,
  at,
  CLIENT,
  error,
  failed,
  flow,
  ISSUER,
  person,
  session,
  symptoms,
  TENANT,
  token,
} from './symptoms.ts';

const rejected = session({ error: error('auth.rejected_token'), tools: [] });
const stsIssuer = `https://sts.windows.net/${TENANT}/`;
const withToken = (changed: Partial<Token>, request: Partial<FlowRequest> = {}) =>
  symptoms({ flows: [flow({ token: token(changed), request })] });

describeRules('the token', [
  {
    code: 'entra/graph-token',
    name: 'a token for Graph',
    given: withToken({ aud: ['00000003-0000-0000-c000-000000000000'] }, { scopes: ['openid'] }),
    says: ['00000003-0000-0000-c000-000000000000', 'Asked for: openid.', `api://${API}/`],
  },
  {
    code: 'token/id-token-used',
    name: 'aud is the client and there is a nonce',
    given: withToken({ aud: [CLIENT], claims: { nonce: 'n' }, scp: [], roles: [], appOnly: false }),
    says: [CLIENT, 'access_token'],
  },
  {
    code: 'entra/token-version-1',
    name: 'the server refuses the version 1.0 token',
    given: symptoms({
      flows: [
        flow({
          token: token({ iss: stsIssuer, aud: [`api://${API}`], version: '1.0' }),
          sessions: [rejected],
        }),
      ],
      results: [failed('road/session', { flow: 'client_credentials' })],
    }),
    says: [stsIssuer, ISSUER, `api://${API}`, 'requestedAccessTokenVersion to 2'],
  },
  {
    code: 'entra/token-version-1',
    name: 'the server is content with it',
    given: withToken({ iss: stsIssuer, version: '1.0' }),
    says: [stsIssuer],
    severity: 'note',
  },
  {
    code: 'entra/audience-is-app-id-uri',
    name: 'the client id is expected',
    given: symptoms({
      flows: [flow({ token: token({ aud: [`api://${API}`] }), request: { expect: { aud: [API] } } })],
      results: [failed('token/audience-as-expected', { flow: 'client_credentials' })],
    }),
    says: [`"api://${API}"`, `"${API}"`],
  },
  {
    code: 'token/for-the-client-itself',
    name: "the client's own scopes",
    given: symptoms({ flows: [flow({ token: person({ aud: [CLIENT] }) })] }),
    says: [CLIENT, `api://${API}/`],
  },
  {
    code: 'token/for-the-client-itself',
    name: 'a machine that asked for its own /.default',
    given: withToken({ aud: [CLIENT] }),
    says: [CLIENT, `api://${API}/`],
  },
  {
    code: 'entra/wrong-tenant',
    name: "a guest's home tenant",
    given: withToken({ tenant: 'bbbbbbbb-0000-cccc-1111-dddd2222eeee' }),
    says: ['"bbbbbbbb-0000-cccc-1111-dddd2222eeee"', `"${TENANT}"`],
  },
  {
    code: 'token/audience-mismatch',
    name: 'another API',
    given: withToken({ aud: ['api://other'] }),
    says: ['"api://other"', `"${API}"`, 'OAUTH_AUDIENCE'],
  },
  {
    code: 'token/audience-mismatch',
    name: 'another audience at any provider',
    given: symptoms({ profile: 'generic', flows: [flow({ token: token({ aud: ['account'] }) })] }),
    says: ['"account"', 'audience mapper'],
  },
  {
    code: 'entra/app-only-without-roles',
    name: 'refused by the server',
    given: symptoms({ flows: [flow({ token: token({ roles: [] }), sessions: [rejected] })] }),
    says: ['App roles', 'Grant admin consent', CLIENT, API],
  },
  {
    code: 'entra/app-only-without-roles',
    name: 'let in all the same',
    given: withToken({ roles: [] }),
    says: ['Assignment required? to Yes'],
    severity: 'warning',
  },
  {
    code: 'token/roles-missing',
    name: 'a role that is expected',
    given: withToken({}, { expect: { roles: ['Calculator.Subtract.All'] } }),
    says: ['"Calculator.Subtract.All"', '"Calculator.Add.All"', CLIENT],
  },
  {
    code: 'token/scopes-missing',
    name: 'a scope of a person',
    given: symptoms({
      flows: [flow({ token: person(), request: { expect: { scp: ['calculator.subtract'] } } })],
    }),
    says: ['"calculator.subtract"', '"calculator.add"', '--scope'],
  },
  {
    code: 'token/scopes-missing',
    name: "a scope in a machine's token",
    given: withToken({}, { expect: { scp: ['calculator.add'] } }),
    says: ['no scp claim', '--expect-role'],
  },
  {
    code: 'token/expired',
    name: 'an old token',
    given: withToken({ expiresAt: at(-1) }),
    says: [at(-1), at(0)],
  },
  {
    code: 'token/clock-skew',
    name: 'a token from the future',
    given: withToken({ issuedAt: at(10), notBefore: at(10) }),
    says: [at(10), '600 s'],
    severity: 'warning',
  },
  {
    code: 'token/signature-invalid',
    name: 'no key fits',
    given: withToken({ signature: 'invalid', signatureReason: 'No key verifies it.' }),
    says: ['No key verifies it.', '"k1"', '--jwks'],
  },
  {
    code: 'token/wrong-client',
    name: 'a token of another program',
    given: withToken({ clientId: 'other' }),
    says: ['"other"', `"${CLIENT}"`],
    severity: 'warning',
  },
  {
    code: 'token/no-refresh-token',
    name: 'offline_access was asked for in vain',
    given: symptoms({
      flows: [
        flow({
          request: { flow: 'authorization_code', scopes: ['offline_access'] },
          token: person(),
          tokens: { ...withoutRefresh() },
        }),
      ],
    }),
    says: ['offline_access', 'calculator.add'],
    severity: 'warning',
  },
]);

function withoutRefresh() {
  const { tokens } = flow();
  if (tokens === undefined) throw new Error('no tokens');
  const { refreshToken: _refreshToken, ...rest } = tokens;
  return rest;
}
