import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/index.ts';
import { Secret } from '../../src/secret.ts';
import type { Exchange, FlowRequest, Token } from '../../src/types.ts';
import { describeRules } from './describe-rules.ts';
import {
  API,
  at,
  CLIENT,
  error,
  flow,
  ISSUER,
  person,
  session,
  symptoms,
  token,
  URL_OF_ENDPOINT,
} from './symptoms.ts';

const rejected = session({ error: error('auth.rejected_token'), tools: [] });
const withToken = (shown: Token, request: Partial<FlowRequest> = {}) =>
  symptoms({ flows: [flow({ token: shown, request })] });
const codes = (given: ReturnType<typeof symptoms>) => diagnose(given).map(({ code }) => code);

/** An answer of a server whose clock is ahead by this many minutes. */
const answered = (url: string, ahead: number): Exchange => ({
  n: 1,
  phase: 'check',
  method: 'GET',
  url,
  status: 200,
  startedAt: at(0),
  durationMs: 1,
  date: new Date(at(ahead)).toUTCString(),
});
const lacking = (demanded: string) =>
  session({ error: error('auth.insufficient_scope', 'Refused.', { status: 403, scope: demanded }) });
const asked = (requestedScopes: readonly string[]) => ({
  accessToken: new Secret('t'),
  tokenType: 'Bearer',
  expiresAt: null,
  scopes: null,
  requestedScopes,
  library: 'msal',
  exchanges: [],
});
const signedIn = (requestedScopes: readonly string[], scp: readonly string[]) =>
  symptoms({
    flows: [
      flow({
        request: { flow: 'authorization_code', expect: { scp: ['calculator.add', 'calculator.subtract'] } },
        token: person({ scp }),
        tokens: asked(requestedScopes),
      }),
    ],
  });

describeRules('times and rights of a token', [
  {
    code: 'token/not-yet-valid',
    name: 'by every clock',
    given: symptoms({
      flows: [flow({ token: token({ notBefore: at(60), expiresAt: at(120) }), sessions: [rejected] })],
      exchanges: [answered(ISSUER, 0)],
    }),
    says: ['in 60 minutes', at(60)],
  },
  {
    code: 'token/clock-skew',
    name: 'this machine is behind the authorization server',
    given: symptoms({
      flows: [flow({ token: token({ issuedAt: at(10), notBefore: at(10) }), sessions: [rejected] })],
      exchanges: [answered(ISSUER, 15)],
    }),
    says: ['15 minutes behind'],
  },
  {
    code: 'entra/user-impersonation-only',
    name: 'the tools want others',
    given: symptoms({
      flows: [
        flow({
          request: { flow: 'authorization_code' },
          token: person({ scp: ['user_impersonation'] }),
          sessions: [lacking(`api://${API}/calculator.add`)],
        }),
      ],
    }),
    says: ['"calculator.add"', `--scope api://${API}/calculator.add`],
  },
  {
    code: 'token/scopes-missing',
    name: '.default brings what was consented to before',
    given: signedIn([`api://${API}/.default`], ['calculator.add']),
    says: ['older than the scope', `api://${API}/calculator.subtract`, CLIENT],
  },
  {
    code: 'token/scopes-missing',
    name: 'one was not asked for',
    given: signedIn([`api://${API}/calculator.add`], ['calculator.add']),
    says: ['It was not asked for', `--scope api://${API}/calculator.subtract`],
  },
  {
    code: 'token/scopes-missing',
    name: 'written otherwise in the portal',
    given: signedIn([], ['calculator.add', 'Calculator.Subtract']),
    says: ['"Calculator.Subtract" and "calculator.subtract" are not the same', 'Expose an API'],
  },
  {
    code: 'token/roles-missing',
    name: 'written otherwise in the portal',
    given: withToken(token(), { expect: { roles: ['calculator.add.all'] } }),
    says: ['"Calculator.Add.All"', '"calculator.add.all"', 'App roles > Calculator.Add.All', 'Value'],
  },
  {
    code: 'token/roles-missing',
    name: 'a person is assigned none',
    given: withToken(person(), { flow: 'authorization_code', expect: { roles: ['Calculator.User'] } }),
    says: ["The person's token lacks the role", 'Users and groups', API],
  },
  {
    code: 'entra/credential-not-used',
    name: 'a secret and a public client',
    given: withToken(person({ claims: { azpacr: '0' } }), {
      flow: 'authorization_code',
      credential: { kind: 'secret', secret: new Secret('s') },
    }),
    says: ['azpacr is "0"', 'Web', CLIENT],
    severity: 'warning',
  },
  {
    code: 'entra/groups-overage',
    name: 'groups are elsewhere',
    given: withToken(person({ claims: { _claim_names: { groups: 'src1' } } })),
    says: ['_claim_names', 'Token configuration', API],
    severity: 'note',
  },
  {
    code: 'entra/long-lived-token',
    name: 'continuous access evaluation',
    given: withToken(person({ claims: { xms_cc: ['cp1'] }, expiresAt: at(28 * 60) })),
    says: ['28 hours', 'cp1'],
    severity: 'note',
  },
]);

describe('times and rights', () => {
  it('of an old token are no matter of clocks when the servers agree with this machine', () => {
    const old = token({ expiresAt: at(-120) });
    const [finding] = diagnose(
      symptoms({ flows: [flow({ token: old, sessions: [rejected] })], exchanges: [answered(ISSUER, 0)] }),
    );
    expect(finding?.summary).toBe('The token expired 2 hours ago.');
  });

  it('of a token that is good by the servers are a matter of the clock here', () => {
    const good = token({ expiresAt: at(-60) });
    const [finding] = diagnose(
      symptoms({ flows: [flow({ token: good })], exchanges: [answered(ISSUER, -180)] }),
    ).filter(({ code }) => code === 'token/expired');
    expect(finding?.summary).toContain('3 hours ahead');
  });

  it('of a machine whose token lasts a day without claims challenges are nothing to speak of', () => {
    expect(codes(withToken(token({ expiresAt: at(24 * 60) })))).toEqual([]);
  });

  it('are enough where user_impersonation is all that is demanded', () => {
    const scp = ['user_impersonation'];
    expect(codes(withToken(person({ scp }), { expect: { scp } }))).toEqual([]);
    expect(codes(withToken(person({ scp })))).toEqual([]);
  });

  it('of a client that proved itself are fine', () => {
    const credential = { kind: 'secret', secret: new Secret('s') } as const;
    expect(codes(withToken(token({ claims: { azpacr: '1' } }), { credential }))).toEqual([]);
  });

  it('of one program among Microsoft’s are told with its name', () => {
    const [finding] = diagnose(
      withToken(person({ clientId: 'aebc6443-996d-45c2-90f0-388ff96faa56' }), { flow: 'device_code' }),
    );
    expect(finding).toMatchObject({ code: 'token/wrong-client' });
    expect(finding?.summary).toContain('Visual Studio Code');
  });

  it('come from the endpoint where the authorization server gave no time', () => {
    const early = token({ notBefore: at(60), expiresAt: at(120) });
    const given = symptoms({
      flows: [flow({ token: early, sessions: [rejected] })],
      exchanges: [answered(URL_OF_ENDPOINT, 0)],
    });
    expect(codes(given)[0]).toBe('token/not-yet-valid');
  });
});
