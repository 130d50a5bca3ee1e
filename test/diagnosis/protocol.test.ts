import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/index.ts';
import type { Call } from '../../src/types.ts';
import { describeRules } from './describe-rules.ts';
import { error, failed, flow, session, symptoms } from './symptoms.ts';

const call = (changed: Partial<Call> = {}): Call => ({
  tool: 'add',
  arguments: { a: 1, b: 2 },
  result: 3,
  verdict: 'pass',
  durationMs: 4,
  exchanges: [],
  ...changed,
});

const notSpoken = session({ error: error('mcp.era_not_supported', 'It speaks no 2025-11-25.'), tools: [] });
const broken = call({ result: 'no', verdict: 'fail', message: 'the tool answered with an error: "no"' });
const hanging = session({
  error: error('timeout.headers'),
  calls: [call({ result: null, verdict: 'fail', message: 'no answer' })],
});
const demanding = (tools: readonly string[]) => ({ expect: { tools, calls: [] } });

describeRules('sessions, tools and results', [
  {
    code: 'protocol/revision-not-spoken',
    name: 'the gate demands what the server does not speak',
    given: symptoms({
      flows: [flow({ sessions: [notSpoken] })],
      results: [failed('road/session', { flow: 'client_credentials' })],
    }),
    says: ['2025-11-25', 'OAuth is not the trouble'],
  },
  {
    code: 'protocol/revision-not-spoken',
    name: 'the other era is spoken, and is named',
    given: symptoms({ flows: [flow({ sessions: [session({ protocol: '2026-07-28' }), notSpoken] })] }),
    says: ['With 2026-07-28 it let the same token in'],
  },
  {
    code: 'session/tool-failed',
    name: 'the tool itself says that it failed',
    given: symptoms({
      flows: [flow({ sessions: [session({ calls: [broken] })] })],
      results: [failed('road/call')],
    }),
    says: ['"add"', '{"a":1,"b":2}', 'the tool answered with an error'],
  },
  {
    code: 'session/tool-silent',
    name: 'tools are listed, and the call gets no answer',
    given: symptoms({ flows: [flow({ sessions: [hanging] })], results: [failed('road/call')] }),
    says: ['"add"', '30 s', '--timeout'],
  },
  {
    code: 'session/tool-missing',
    name: 'another spelling is listed',
    given: symptoms({
      target: demanding(['ad']),
      results: [failed('server/lists-expected-tools')],
    }),
    says: ['"ad"', 'Did you mean "add"?'],
  },
  {
    code: 'session/tool-missing',
    name: 'only some of the tokens see it',
    given: symptoms({
      target: demanding(['subtract']),
      flows: [
        flow({ sessions: [session({ tools: [{ name: 'add' }, { name: 'subtract' }] })] }),
        flow({ request: { flow: 'authorization_code' }, sessions: [session()] }),
      ],
    }),
    says: ['"subtract" is listed to some of the tokens only', 'scopes and roles'],
  },
]);

const codes = (given: Parameters<typeof symptoms>[0]) => diagnose(symptoms(given)).map(({ code }) => code);

describe('what is no cause of its own', () => {
  it('a time-out that the call of a tool explains', () => {
    const findings = diagnose(symptoms({ flows: [flow({ sessions: [hanging] })] }));
    expect(findings[0]?.code).toBe('session/tool-silent');
    expect(findings.filter(({ because }) => because === undefined)).toHaveLength(1);
  });

  it('but a server that does not even list its tools is slow as a whole', () => {
    expect(
      codes({ flows: [flow({ sessions: [session({ error: error('timeout.headers'), tools: [] })] })] }),
    ).not.toContain('session/tool-silent');
  });

  it('a tool that asked, and was told no, did not fail', () => {
    const asked = session({
      calls: [broken],
      elicitations: [{ mode: 'form', message: 'Sure?', answer: 'decline' }],
    });
    expect(codes({ flows: [flow({ sessions: [asked] })] })).not.toContain('session/tool-failed');
  });

  it('a tool that is listed is not missing', () => {
    expect(codes({ target: demanding(['add']) })).not.toContain('session/tool-missing');
  });
});
