import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/index.ts';
import type { Call, Token } from '../../src/types.ts';
import { describeRules } from './describe-rules.ts';
import { API, error, failed, flow, person, session, symptoms, token } from './symptoms.ts';

const FULL = `api://${API}/calculator.add`;
const machine = token({ roles: ['calculator.add'] });
const lacking = (scope: string | undefined, description?: string) =>
  session({
    error: error('auth.insufficient_scope', 'Refused for want of scope.', {
      status: 403,
      error: 'insufficient_scope',
      ...(scope === undefined ? {} : { scope }),
      ...(description === undefined ? {} : { description }),
    }),
  });
const signIn = { flow: 'authorization_code' };
const refusedPerson = (shown: Token, ...refusal: Parameters<typeof lacking>) =>
  symptoms({
    flows: [
      flow({ token: machine }),
      flow({ request: signIn, token: shown, sessions: [lacking(...refusal)] }),
    ],
    results: [failed('road/session', { flow: 'authorization_code' })],
  });
const called = (message: string): Call => ({
  tool: 'add',
  arguments: { a: 1, b: 2 },
  result: null,
  expected: 3,
  verdict: 'fail',
  message: `the tool answered with an error: "${message}"`,
  durationMs: 1,
  exchanges: [],
});
const codes = (given: ReturnType<typeof symptoms>) => diagnose(given).map(({ code }) => code);
const letIn = (id: string) => failed(id, { protocol: '2025-11-25', accepted: true });

describeRules('what the server makes of permissions', [
  {
    code: 'session/roles-not-read',
    name: 'a machine has it, as a role',
    given: symptoms({ flows: [flow({ token: machine, sessions: [lacking(FULL)] })] }),
    says: [`"${FULL}"`, 'roles "calculator.add" and no scp', 'does not look at roles'],
  },
  {
    code: 'session/scopes-not-recognised',
    name: 'the full name is looked for',
    given: refusedPerson(person({ claims: { scp: 'calculator.add' } }), FULL),
    says: ['scp "calculator.add"', `looks for the full name ${FULL}`],
  },
  {
    code: 'session/scopes-not-recognised',
    name: 'roles are demanded of a person',
    given: refusedPerson(
      person({ claims: { scp: 'calculator.add' } }),
      'calculator.add',
      'The role calculator.add is missing',
    ),
    says: ['looks at roles', 'no roles'],
  },
  {
    code: 'session/scopes-not-recognised',
    name: 'scp is a list',
    given: refusedPerson(person({ claims: { scp: ['calculator.add'] } }), 'calculator.add'),
    says: ['takes scp for one text', '["calculator.add"]'],
  },
  {
    code: 'session/permission-spelling',
    name: 'capitals in the words of the refusal',
    given: symptoms({
      flows: [
        flow({ token: machine, sessions: [lacking(FULL, 'The token lacks the role Calculator.Add.')] }),
      ],
    }),
    says: ['"Calculator.Add"', '"calculator.add"', 'App roles > Value', API],
  },
  {
    code: 'session/one-token-taken-another-refused',
    name: 'a list of allowed clients',
    given: symptoms({
      flows: [
        flow({ token: machine }),
        flow({
          request: signIn,
          token: person({ clientId: 'another-client' }),
          sessions: [session({ error: error('auth.forbidden', 'The endpoint answers 403.'), tools: [] })],
        }),
      ],
    }),
    says: ['"another-client"', 'list of allowed clients', 'client_credentials'],
  },
  {
    code: 'session/insufficient-scope',
    name: '403 without a word',
    given: symptoms({
      flows: [
        flow({
          token: machine,
          sessions: [session({ error: error('auth.forbidden', 'The endpoint answers 403.'), tools: [] })],
        }),
      ],
    }),
    says: ['does not say what is missing', 'roles "calculator.add"'],
  },
  {
    code: 'session/permission-error-in-tool',
    name: 'the tool looks at scp by itself',
    given: symptoms({
      flows: [
        flow({ token: machine, sessions: [session({ calls: [called('Insufficient permissions')] })] }),
        flow({ request: signIn, token: person() }),
      ],
      results: [failed('road/call')],
    }),
    says: ["a machine's token", 'Insufficient permissions', 'machines have no scp'],
  },
  {
    code: 'endpoint/id-token-taken',
    name: "the client's id is among the audiences",
    given: symptoms({ results: [letIn('endpoint/rejects-id-token')] }),
    says: ['neither scopes nor roles', 'out of the audiences'],
  },
  {
    code: 'endpoint/not-before-not-checked',
    name: 'alone',
    given: symptoms({ results: [letIn('endpoint/rejects-token-before-its-time')] }),
    says: ['nbf'],
  },
  {
    code: 'session/shared-between-callers',
    name: 'a stranger ended it',
    given: symptoms({ results: [letIn('session/belongs-to-its-principal')] }),
    says: ['broken: session/belongs-to-its-principal', 'iss and sub'],
  },
]);

describe('what the server makes of permissions', () => {
  it('is right when the token does not have them', () => {
    const without = symptoms({
      flows: [flow({ request: signIn, token: person({ scp: ['other'] }), sessions: [lacking(FULL)] })],
    });
    expect(codes(without)).toEqual(['session/insufficient-scope']);
  });

  it('is certain of roles where it says so, and a guess among several otherwise', () => {
    const several = person({ scp: ['calculator.add', 'calculator.subtract'], claims: { scp: 'a b' } });
    const [guess] = diagnose(refusedPerson(several, FULL));
    expect(guess).toMatchObject({ code: 'session/scopes-not-recognised', confidence: 'likely' });
    expect(guess?.alternatives).toHaveLength(2);
    const [sure] = diagnose(refusedPerson(several, FULL, 'The token lacks the role calculator.add'));
    expect(sure).toMatchObject({ code: 'session/scopes-not-recognised', confidence: 'certain' });
  });

  it.each([
    'Cannot read properties of undefined',
    'Insufficient funds',
    'Negative numbers are not allowed',
    "EACCES: permission denied, open '/data/numbers'",
    'The variable is out of scope',
  ])('is not at fault where a tool fails for another reason: %s', (message) => {
    const given = symptoms({
      flows: [flow({ sessions: [session({ calls: [called(message)] })] })],
      results: [failed('road/call')],
    });
    expect(codes(given)).not.toContain('session/permission-error-in-tool');
  });

  it.each(['Access denied', 'Permission denied', 'Missing required scope: calculator.add', 'Forbidden'])(
    'is at fault where a tool says: %s',
    (message) => {
      const given = symptoms({
        flows: [flow({ sessions: [session({ calls: [called(message)] })] })],
        results: [failed('road/call')],
      });
      expect(codes(given)[0]).toBe('session/permission-error-in-tool');
    },
  );

  it('is not told apart from what is wider: no audience, no time', () => {
    expect(
      codes(
        symptoms({ results: [letIn('endpoint/rejects-wrong-audience'), letIn('endpoint/rejects-id-token')] }),
      ),
    ).toEqual(['endpoint/audience-not-checked']);
    expect(
      codes(
        symptoms({
          results: [letIn('endpoint/rejects-expired-token'), letIn('endpoint/rejects-token-before-its-time')],
        }),
      ),
    ).toEqual(['endpoint/expiry-not-checked']);
  });
});
