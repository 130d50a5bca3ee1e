import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/index.ts';
import type { Exchange, FlowEvidence, Token } from '../../src/types.ts';
import { describeRules } from './describe-rules.ts';
import {
  API,
  at,
  error,
  failed,
  flow,
  ISSUER,
  person,
  session,
  symptoms,
  TENANT,
  token,
  URL_OF_ENDPOINT,
} from './symptoms.ts';

const KEYS = `https://login.microsoftonline.com/${TENANT}/discovery/v2.0/keys`;

/** The machine and the person, both refused with these words. */
const saying = (
  description: string | undefined,
  shown: Token = token(),
  exchanges: readonly Exchange[] = [],
) => {
  const provider = {
    status: 401,
    error: 'invalid_token',
    ...(description === undefined ? {} : { description }),
  };
  const rejected = session({ error: error('auth.rejected_token', 'No.', provider), tools: [], server: null });
  return symptoms({
    flows: [flow({ token: shown, sessions: [rejected] })],
    results: [failed('road/session', { flow: 'client_credentials' })],
    exchanges,
  });
};
const answered = (url: string, ahead: number): Exchange => ({
  n: 1,
  phase: 'check',
  method: 'POST',
  url,
  status: 401,
  startedAt: at(0),
  durationMs: 1,
  date: new Date(at(ahead)).toUTCString(),
});
const codes = (given: ReturnType<typeof symptoms>) => diagnose(given).map(({ code }) => code);

describeRules('a setting of the server', [
  {
    code: 'session/other-audience-expected',
    name: 'in .NET’s words, which name the audience that came',
    given: saying(`The audience '${API}' is invalid`),
    says: [`OAUTH_AUDIENCE) to ${API}`, `The audience '${API}' is invalid`, `never api://${API}`],
  },
  {
    code: 'session/other-audience-expected',
    name: 'and what it expects, where it says so',
    given: saying(`IDX10214: Audience validation failed. Did not match: ValidAudience: 'api://${API}'`),
    says: [`the server names "api://${API}"`],
  },
  {
    code: 'session/other-audience-expected',
    name: 'one text compared with a list',
    given: saying('unexpected "aud" claim value', token({ aud: ['https://userinfo', API] })),
    says: [`OAUTH_AUDIENCE) to ${API}`, 'must be in it, not equal to it'],
  },
  {
    code: 'session/other-issuer-expected',
    name: 'in the words of jose',
    given: saying('unexpected "iss" claim value'),
    says: [ISSUER, '/v2.0', 'OAUTH_ISSUER', 'sts.windows.net'],
  },
  {
    code: 'session/other-issuer-expected',
    name: 'that ends in a slash',
    given: symptoms({
      ...saying('Invalid issuer', token({ iss: 'https://login.example.com/' })).evidence,
      profile: 'generic',
      target: { issuer: 'https://login.example.com/' },
      discovery: {
        ...discoveryOf(saying(undefined)),
        issuer: 'https://login.example.com/',
        authorizationServers: ['https://login.example.com/'],
      },
    }),
    says: ['"https://login.example.com/"', 'ends in a slash'],
  },
  {
    code: 'session/other-keys-used',
    name: 'a key that it does not find',
    given: saying('The signature key was not found'),
    says: [KEYS, '"k1"', 'OAUTH_JWKS_URI'],
  },
  {
    code: 'session/server-clock',
    name: 'ahead, by its Date header',
    given: saying('"exp" claim timestamp check failed', token(), [
      answered(ISSUER, 0),
      answered(URL_OF_ENDPOINT, 180),
    ]),
    says: ['3 hours ahead', at(60), 'NTP'],
  },
  {
    code: 'session/server-clock',
    name: 'hidden behind a gateway',
    given: saying('The token expired', token(), [answered(ISSUER, 0), answered(URL_OF_ENDPOINT, 0)]),
    says: ['calls a token expired that is good', 'agrees with the authorization server'],
  },
  {
    code: 'session/server-clock',
    name: 'behind, and it says nothing',
    given: saying(undefined, token(), [answered(ISSUER, 0), answered(URL_OF_ENDPOINT, -30)]),
    says: ['30 minutes behind'],
  },
  {
    code: 'session/at-jwt-demanded',
    name: 'of an authorization server that writes JWT',
    given: saying('unexpected "typ" JWT header value'),
    says: ['"JWT"', '"at+jwt", which Entra ID never writes'],
  },
  {
    code: 'session/keys-unreachable',
    name: '503 with a good token, 401 without',
    given: symptoms({
      flows: [
        flow({
          sessions: [
            session({
              error: error('unavailable.endpoint', 'The endpoint answers 503.'),
              tools: [],
              server: null,
              exchanges: [1],
            }),
          ],
        }),
      ],
      results: [failed('road/session', { flow: 'client_credentials' })],
      exchanges: [{ ...answered(URL_OF_ENDPOINT, 0), status: 503 }],
    }),
    says: ['503', KEYS, 'firewall'],
  },
]);

describe('the settings of the server', () => {
  it('are not blamed for what is wrong with the token', () => {
    const other = saying('unexpected "iss" claim value', token({ iss: 'https://login.example.com' }));
    expect(codes(other)).not.toContain('session/other-issuer-expected');
    const forged = saying('signature verification failed', token({ signature: 'invalid' }));
    expect(codes(forged)).not.toContain('session/other-keys-used');
    const old = saying('The token expired', token({ expiresAt: at(-5) }));
    expect(codes(old)).toContain('token/expired');
    expect(codes(old)).not.toContain('session/server-clock');
  });

  it('are not blamed where one token is taken', () => {
    const refused = saying(undefined).evidence.flows;
    const both: readonly FlowEvidence[] = [
      ...refused,
      flow({ request: { flow: 'authorization_code' }, token: person() }),
    ];
    expect(codes(symptoms({ flows: both }))).not.toContain('session/other-audience-expected');
  });

  it('are a guess where nothing was said, and the observation that decides is named', () => {
    const [finding] = diagnose(saying(undefined));
    expect(finding).toMatchObject({ code: 'session/other-audience-expected', confidence: 'likely' });
    expect(finding?.alternatives?.join(' ')).toContain('OAUTH_ISSUER');
    expect(finding?.decide).toContain('log');
  });

  it('that fail in the middle of a session are no matter of keys', () => {
    const began = session({ error: error('mcp.http_status', 'The endpoint answers 500.'), exchanges: [1] });
    const given = symptoms({
      flows: [flow({ sessions: [began] })],
      exchanges: [{ ...answered(URL_OF_ENDPOINT, 0), status: 500 }],
    });
    expect(codes(given)).not.toContain('session/keys-unreachable');
  });

  it('can be pasted', () => {
    const [finding] = diagnose(saying('unexpected "iss" claim value'));
    expect(finding?.paste).toEqual([{ where: 'server', text: `OAUTH_ISSUER=${ISSUER}` }]);
  });
});

function discoveryOf({ evidence }: ReturnType<typeof symptoms>) {
  if (evidence.discovery === null) throw new Error('nothing was discovered');
  return evidence.discovery;
}
