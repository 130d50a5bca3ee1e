import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/index.ts';
import type { Result } from '../../src/types.ts';
import { describeRules } from './describe-rules.ts';
import { API, error, failed, flow, ISSUER, person, session, symptoms, token } from './symptoms.ts';

const rejected = session({ error: error('auth.rejected_token'), tools: [] });
const ERAS = ['2025-11-25', '2026-07-28'];
const letIn = (id: string, protocol = '2025-11-25') => failed(id, { protocol, accepted: true });
const refused = (id: string, protocol = '2025-11-25') => failed(id, { protocol, accepted: false });

describeRules('the session and the checks', [
  {
    code: 'session/token-refused',
    name: 'a token whose keys nobody could look at',
    given: symptoms({
      flows: [flow({ sessions: [rejected], token: token({ signature: 'unverified' }) })],
      results: [failed('road/session')],
    }),
    says: [`OAUTH_AUDIENCE=${API}`, `OAUTH_ISSUER=${ISSUER}`],
  },
  {
    code: 'session/insufficient-scope',
    name: 'the server demands a scope',
    given: symptoms({
      flows: [flow({ token: person(), sessions: [session({ error: error('auth.insufficient_scope') })] })],
    }),
    says: ['"calculator.add"', 'no roles', '--scope'],
  },
  {
    code: 'session/tool-missing',
    name: 'a tool that is not listed',
    given: symptoms({
      target: { expect: { tools: ['add', 'subtract'], calls: [] } },
      results: [failed('server/lists-expected-tools')],
    }),
    says: ['"subtract"', 'Listed are "add"'],
  },
  {
    code: 'session/wrong-result',
    name: 'a tool that asked and was told no',
    given: symptoms({
      flows: [
        flow({
          sessions: [
            session({
              elicitations: [{ mode: 'form', message: 'How many?', answer: 'decline' }],
              calls: [
                {
                  tool: 'book',
                  arguments: {},
                  result: null,
                  verdict: 'fail',
                  message: 'declined',
                  durationMs: 1,
                  exchanges: [],
                },
              ],
            }),
          ],
        }),
      ],
      results: [failed('road/call')],
    }),
    says: ['--elicit JSON'],
  },
  {
    code: 'session/wrong-result',
    name: 'one and two are four',
    given: symptoms({
      flows: [
        flow({
          sessions: [
            session({
              calls: [
                {
                  tool: 'add',
                  arguments: { a: 1, b: 2 },
                  result: 4,
                  expected: 3,
                  verdict: 'fail',
                  durationMs: 1,
                  exchanges: [],
                },
              ],
            }),
          ],
        }),
      ],
      results: [failed('road/call')],
    }),
    says: ['{"a":1,"b":2}', 'it gave 4, and 3 was expected', '2025-11-25'],
  },
  {
    code: 'session/other-audience-expected',
    name: 'everything that can be looked at is right',
    given: symptoms({
      flows: [flow({ sessions: [rejected] })],
      results: [failed('road/session'), failed('endpoint/accepts-valid-token')],
    }),
    says: [
      `another than "${API}"`,
      `OAUTH_AUDIENCE) to ${API}`,
      `never api://${API}`,
      `OAUTH_ISSUER=${ISSUER}`,
    ],
  },
  {
    code: 'endpoint/open-door',
    name: 'no token, and let in',
    given: symptoms({
      results: ERAS.flatMap((protocol) => [
        letIn('endpoint/rejects-no-token', protocol),
        letIn('endpoint/rejects-garbage-token', protocol),
        letIn('endpoint/rejects-tampered-signature', protocol),
        refused('endpoint/rejects-get-without-token', protocol),
      ]),
    }),
    says: ['lets requests in without a token.', 'broken: endpoint/rejects-no-token', 'every route'],
  },
  {
    code: 'endpoint/open-door',
    name: 'in one era only, which is named',
    given: symptoms({
      results: [
        failed('endpoint/rejects-no-token', { verdict: 'pass', protocol: '2025-11-25', accepted: false }),
        letIn('endpoint/rejects-no-token', '2026-07-28'),
        letIn('endpoint/rejects-expired-token', '2026-07-28'),
      ],
    }),
    says: ['requests of revision 2026-07-28 in without a token', 'only those of 2025-11-25 need one'],
  },
  {
    code: 'endpoint/side-door',
    name: 'notifications are not asked',
    given: symptoms({ results: [letIn('endpoint/rejects-notification-without-token')] }),
    says: ['notifications', 'broken: endpoint/rejects-notification-without-token'],
  },
  {
    code: 'endpoint/token-not-read',
    name: 'any value does',
    given: symptoms({
      results: [letIn('endpoint/rejects-garbage-token'), letIn('endpoint/rejects-tampered-signature')],
    }),
    says: ['no token at all', 'Verify every token'],
  },
  {
    code: 'endpoint/signature-not-checked',
    name: 'decoded and believed',
    given: symptoms({
      results: [letIn('endpoint/rejects-tampered-signature'), letIn('endpoint/rejects-alg-none')],
    }),
    says: ['whose signature was changed, an unsigned token (alg "none")', 'discovery/v2.0/keys', '"RS256"'],
  },
  {
    code: 'endpoint/audience-not-checked',
    name: 'a token for another API',
    given: symptoms({ results: [letIn('endpoint/rejects-wrong-audience')] }),
    says: ['any other API', `aud "${API}"`],
  },
  {
    code: 'endpoint/issuer-not-checked',
    name: 'a token of another tenant',
    given: symptoms({ results: [letIn('endpoint/rejects-wrong-issuer')] }),
    says: [`iss "${ISSUER}"`, 'which tenant'],
  },
  {
    code: 'endpoint/expiry-not-checked',
    name: 'in one era only',
    given: symptoms({
      results: [
        letIn('endpoint/rejects-expired-token', '2025-11-25'),
        failed('endpoint/rejects-expired-token', {
          verdict: 'pass',
          protocol: '2026-07-28',
          accepted: false,
        }),
      ],
    }),
    says: ['once exp is past', 'So it is in 2025-11-25; in 2026-07-28 it does right.'],
  },
  {
    code: 'endpoint/binding-not-checked',
    name: 'a bound token without its proof',
    given: symptoms({ results: [letIn('endpoint/rejects-bound-token-as-bearer')] }),
    says: ['cnf.jkt', 'RFC 9449 §7.2'],
  },
  {
    code: 'session/tools-dropped',
    name: 'headers that are claimed wrongly, told once for all sessions',
    given: symptoms({
      flows: ['a', 'b'].map((name) =>
        flow({
          request: { flow: name },
          sessions: [session({ droppedTools: [{ name: 'find', reason: 'x-mcp-header is empty' }] })],
        }),
      ),
    }),
    says: ['must leave out "find".', '"find": x-mcp-header is empty.', 'string, integer or boolean'],
    severity: 'warning',
  },
  {
    code: 'session/tools-dropped',
    name: 'thousands of them, of which five are named',
    given: symptoms({
      flows: [
        flow({
          sessions: [
            session({
              droppedTools: Array.from({ length: 1_000 }, (_, index) => ({
                name: `find-${index}`,
                reason: 'x-mcp-header is empty',
              })),
            }),
          ],
        }),
      ],
    }),
    says: ['"find-4" and 995 more.', '"find-4": x-mcp-header is empty; and 995 more.'],
    severity: 'warning',
  },
  {
    code: 'session/url-elicited',
    name: 'a visit that nobody made',
    given: symptoms({
      flows: [
        flow({
          sessions: [
            session({
              elicitations: [
                { mode: 'form', message: 'Your name?', answer: 'accept' },
                {
                  mode: 'url',
                  message: 'Please sign in',
                  url: 'https://bank.example/sign-in',
                  answer: 'decline',
                },
                {
                  mode: 'url',
                  message: 'Please sign in',
                  url: 'https://bank.example/sign-in',
                  answer: 'decline',
                },
              ],
            }),
          ],
        }),
      ],
    }),
    says: ['"https://bank.example/sign-in", which was never opened', '"Please sign in"', '"decline"'],
    severity: 'note',
  },
  {
    code: 'issuer/changed',
    name: 'another authorization server, after the token was refused',
    given: symptoms({
      target: { issuer: ISSUER },
      flows: [
        flow({
          sessions: [
            session({ error: error('issuer.not_pinned', 'The endpoint names "https://new.example".') }),
          ],
        }),
      ],
      results: [failed('road/session', { flow: 'client_credentials' })],
    }),
    says: [ISSUER, '"https://new.example"', '--issuer'],
  },
  {
    code: 'endpoint/refuses-in-the-wrong-way',
    name: 'refused, with another status than 401',
    given: symptoms({
      results: [refused('endpoint/rejects-no-token'), refused('endpoint/rejects-expired-token')],
    }),
    says: ['not with 401', 'broken: endpoint/rejects-no-token', '1 more check', 'Nothing was let in'],
  },
]);

describe('what was let in', () => {
  const codes = (results: readonly Result[]) => diagnose(symptoms({ results })).map(({ code }) => code);

  it('is each missing look at the token, one finding each', () => {
    expect(
      codes([
        letIn('endpoint/rejects-self-signed-token'),
        letIn('endpoint/rejects-wrong-audience'),
        letIn('endpoint/rejects-wrong-issuer'),
        letIn('endpoint/rejects-expired-token'),
      ]),
    ).toEqual([
      'endpoint/signature-not-checked',
      'endpoint/issuer-not-checked',
      'endpoint/audience-not-checked',
      'endpoint/expiry-not-checked',
    ]);
  });

  it('says nothing of the token where nobody needs one, and still speaks of the other era', () => {
    expect(
      codes([
        letIn('endpoint/rejects-no-token', '2026-07-28'),
        letIn('endpoint/rejects-wrong-audience', '2026-07-28'),
        letIn('endpoint/rejects-expired-token', '2025-11-25'),
      ]),
    ).toEqual(['endpoint/open-door', 'endpoint/expiry-not-checked']);
  });

  it('by a signature that nobody checks is one cause, whatever else it lets in', () => {
    const results = [
      letIn('endpoint/refuses-with-401-not-500'),
      letIn('endpoint/rejects-tampered-signature'),
      letIn('endpoint/rejects-key-confusion'),
    ];
    expect(diagnose(symptoms({ results })).map(({ results: ids }) => ids)).toEqual([
      [
        'endpoint/rejects-tampered-signature',
        'endpoint/refuses-with-401-not-500',
        'endpoint/rejects-key-confusion',
      ],
    ]);
    expect(codes([letIn('endpoint/rejects-key-confusion')])).toEqual([]);
  });

  it('by an audience that nobody checks is one cause, and an ID token alone is another', () => {
    const idToken = letIn('endpoint/rejects-id-token');
    const [finding, ...more] = diagnose(
      symptoms({ results: [letIn('endpoint/rejects-wrong-audience'), idToken] }),
    );
    expect(finding?.results).toEqual(['endpoint/rejects-wrong-audience', idToken.id]);
    expect(more).toEqual([]);
    expect(codes([idToken])).toEqual(['endpoint/id-token-taken']);
  });

  it('through an open door is one cause, in a session and by other methods, too', () => {
    const results = [
      letIn('endpoint/rejects-no-token'),
      letIn('coverage/rejects-ping-without-token'),
      letIn('session/is-no-credential'),
    ];
    expect(diagnose(symptoms({ results }))[0]?.results).toEqual(results.map(({ id }) => id));
  });

  it('is nothing that the token endpoint refused, or a session that ended with another status', () => {
    expect(codes([refused('session/ends-when-deleted')])).toEqual([]);
    expect(codes([refused('token-endpoint/rejects-wrong-secret')])).toEqual([]);
  });

  it('is not what was refused, however oddly', () => {
    expect(codes([refused('endpoint/rejects-wrong-audience')])).toEqual([
      'endpoint/refuses-in-the-wrong-way',
    ]);
  });
});

describe('an issuer that is not pinned', () => {
  const notPinned = error('issuer.not_pinned');
  const codes = (given: Parameters<typeof symptoms>[0]) => diagnose(symptoms(given)).map(({ code }) => code);

  it('before there is a token is a setting that is missing', () => {
    expect(codes({ profile: 'generic', flows: [flow({ error: notPinned, sessions: [] })] })).toEqual([
      'issuer/not-pinned',
    ]);
  });

  it('in the middle of a conversation is a move of the server', () => {
    expect(codes({ flows: [flow({ sessions: [session({ error: notPinned })] })] })).toEqual([
      'issuer/changed',
    ]);
    const reported = { ...notPinned, phase: 'session' };
    expect(codes({ flows: [flow()], errors: [reported] })).toEqual(['issuer/changed']);
  });
});
