import { describe, expect, it } from 'vitest';
import type { ErrorObject } from '../../src/errors.ts';
import { pretty } from '../../src/reporters/pretty.ts';
import { noToken, open, openDoor, plain } from './failing.ts';
import { API, report, result, sessions, targetReport, token } from './report.ts';

const machine = {
  flow: 'client_credentials',
  library: 'msal',
  verdict: 'pass' as const,
  token: token(),
  sessions,
  error: null,
};

const noTokenError: ErrorObject = {
  schema: 'mcp-authcheck/error@1',
  code: 'oauth.invalid_client',
  class: 'auth',
  exit: 3,
  message: 'Refused.',
  retryable: false,
};

describe('pretty, in detail', () => {
  it('does with ASCII', () => {
    const text = pretty.render(report([open()]), { ...plain, unicode: false });
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    expect(text).toContain('x FAIL');
  });

  it('has colour only when told', () => {
    const esc = String.fromCharCode(27);
    expect(pretty.render(report([open()]), plain)).not.toContain(esc);
    const coloured = pretty.render(report([open()]), { ...plain, colour: true });
    expect(coloured).toContain(`${esc}[31m✘${esc}[0m`);
    expect(coloured.replaceAll(new RegExp(`${esc}\\[\\d+m`, 'g'), '')).toBe(
      pretty.render(report([open()]), plain),
    );
  });

  it('says how to come by what a line to run again takes for granted', () => {
    const failing = result('session/is-no-credential', {
      verdict: 'fail',
      reproduce: 'curl -H "Authorization: Bearer $TOKEN" -H "Mcp-Session-Id: $MCP_SESSION_ID"',
    });
    const url = 'https://mcp.example.com/mcp';
    const render = (name: string): string =>
      pretty.render(report([targetReport({ name, url, results: [failing] })]), plain);
    expect(render('mcp.example.com/mcp')).toContain(`export TOKEN="$(mcp-authcheck token ${url} …)"`);
    expect(render('calculator')).toContain('export TOKEN="$(mcp-authcheck token calculator …)"');
    expect(render('calculator')).toContain('$MCP_SESSION_ID again: send an initialize');
    expect(render('calculator')).not.toMatch(/\$CODE|\$ID_TOKEN/);
  });

  it('shows a call that went wrong with what was expected', () => {
    const [session] = sessions;
    if (session === undefined) throw new Error('no session');
    const wrong = {
      ...session,
      calls: [
        {
          tool: 'add',
          arguments: { a: 1, b: 2 },
          result: 4,
          expected: 3,
          verdict: 'fail' as const,
          durationMs: 1,
        },
      ],
    };
    const flow = {
      flow: 'bearer',
      library: 'none',
      verdict: 'fail' as const,
      token: token(),
      sessions: [wrong],
      error: null,
    };
    const text = pretty.render(report([targetReport({ verdict: 'fail', flows: [flow] })]), plain);
    expect(text).toContain('✘ 2025-11-25: 3 tools');
    expect(text).toContain('✘ add(a=1, b=2): expected 3');
  });

  it('never lets remote text steer the terminal or a CI system', () => {
    const hostile = '\u001b[2J\u202e::error::x\n##vso[task]';
    const text = pretty.render(
      report([
        open({
          name: hostile,
          server: { name: hostile, version: hostile },
          flows: [
            {
              flow: 'bearer',
              library: 'none',
              verdict: 'pass',
              token: token({ aud: [hostile], roles: [hostile] }),
              sessions,
              error: null,
            },
          ],
          findings: [{ ...openDoor, summary: hostile, cause: hostile, fix: hostile }],
          results: [result('endpoint/rejects-no-token', { verdict: 'fail', message: hostile })],
        }),
      ]),
      plain,
    );
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain('\u202e');
    expect(text).not.toMatch(/::|##/);
  });

  it('shows what was needed next to what the token has', () => {
    const flows = [
      { ...machine, token: token({ roles: [], aud: ['api://calculator'] }) },
      { ...machine, flow: 'authorization_code', token: token({ appOnly: false, roles: [], scp: [] }) },
    ];
    const results = [
      result('token/roles-as-expected', {
        flow: 'client_credentials',
        verdict: 'fail',
        expected: ['calculator.add', 'calculator.subtract'],
      }),
      result('token/audience-as-expected', { flow: 'client_credentials', verdict: 'fail', expected: [API] }),
      result('token/issuer-as-expected', {
        flow: 'client_credentials',
        verdict: 'fail',
        expected: ['other'],
      }),
      result('token/audience-as-expected', { flow: 'authorization_code', expected: [API] }),
    ];
    const text = pretty.render(report([targetReport({ flows, results })]), plain);
    expect(claimsIn(text)).toEqual([
      `aud    api://calculator — needed: ${API}`,
      expect.stringMatching(/^iss {4}https:.* — needed:/),
      'roles  none — needed: calculator.add, calculator.subtract',
      `aud    ${API}`,
      'scp    none',
    ]);
  });

  it.each([
    ['a token of nobody in particular', { appOnly: null, roles: [], scp: [] }, ['aud', 'scp']],
    ['a machine that has scopes instead', { appOnly: true, roles: [], scp: ['read'] }, ['aud', 'scp']],
    ['a person with roles', { appOnly: false, roles: ['admin'], scp: ['read'] }, ['aud', 'scp', 'roles']],
    ['an opaque token', { format: 'opaque' as const, header: null, claims: null }, []],
  ])('names the claims of %s', (_, changed, names) => {
    const flows = [{ ...machine, token: token(changed) }];
    const text = pretty.render(report([targetReport({ flows })]), plain);
    expect(claimsIn(text).map((line) => line.split(' ')[0])).toEqual(names);
  });

  it('says of a failure that no finding explains what mends it, and how to see it again', () => {
    const reproduce = `curl -sS -i https://mcp.example.com/mcp -H "Authorization: Bearer \${TOKEN%.*}."`;
    const failing = result('endpoint/rejects-stripped-signature', {
      verdict: 'fail',
      message: 'The token without its signature was let in.',
      fix: 'Verify the signature.',
      reproduce,
    });
    const lines = pretty.render(report([targetReport({ results: [failing] })]), plain).split('\n');
    const at = lines.findIndex((line) => line.includes('was let in'));
    expect(lines[at + 1]?.trim()).toBe('→ fix: Verify the signature.');
    expect(lines.map((line) => line.trim())).toContain(`$ ${reproduce}`);
    expect(lines.join('\n')).toContain('export TOKEN="$(mcp-authcheck token');
  });

  it('names failures that were expected, without their story', () => {
    const listed = result('endpoint/rejects-no-token', {
      verdict: 'fail',
      message: 'It was let in.',
      fix: 'Ask for a token.',
      expectedFailure: true,
    });
    const text = pretty.render(report([targetReport({ results: [listed] })]), plain);
    expect(text).toContain('failed as expected: endpoint/rejects-no-token');
    expect(text).not.toContain('fix:');
  });

  it('names failures of one cause once, and what could not be decided by one example', () => {
    const failing = ['no-token', 'garbage-token', 'alg-none'].map((name) =>
      result(`endpoint/rejects-${name}`, { verdict: 'fail', message: `${name} was let in.` }),
    );
    const open = ['expired-token', 'wrong-issuer', 'wrong-audience'].map((name) =>
      result(`endpoint/rejects-${name}`, { verdict: 'inconclusive', message: `${name} proves nothing.` }),
    );
    const findings = [
      { ...openDoor, results: failing.slice(0, 2).map(({ id }) => id) },
      { ...openDoor, code: 'endpoint/signature-not-checked', results: ['endpoint/rejects-alg-none'] },
    ];
    const text = pretty.render(
      report([targetReport({ verdict: 'fail', results: [...failing, ...open], findings })]),
      plain,
    );
    expect(text.slice(text.indexOf('  ✘ endpoint'), text.indexOf('\nAlso found'))).toMatchInlineSnapshot(`
      "  ✘ endpoint  3 failed, 3 inconclusive
            ✘ endpoint/rejects-no-token: no-token was let in.
              → see the root cause
              also failed: rejects-garbage-token
            ✘ endpoint/rejects-alg-none: alg-none was let in.
              → see endpoint/signature-not-checked below
            ● endpoint/rejects-expired-token: expired-token proves nothing. And 2 more checks.
      "
    `);
  });

  it('says a long reason once, whatever the flow and the call', () => {
    const message = 'The endpoint rejects the token (401). The challenge says "invalid_token".';
    const error = { ...noTokenError, code: 'auth.rejected_token', message };
    const refused = sessions.map((session) => ({ ...session, tools: [], calls: [], error }));
    const flows = ['client_credentials', 'authorization_code'].map((flow) => ({
      ...machine,
      flow,
      sessions: refused,
    }));
    const text = pretty.render(report([targetReport({ verdict: 'fail', flows })]), plain);
    expect(text.split('The endpoint rejects').length).toBe(2);
    expect(text).toContain('✘ 2025-11-25 and 2026-07-28: the same as above');
  });

  it('gives calls that failed for one reason one line, and leaves long results out', () => {
    const call = { arguments: {}, verdict: 'fail' as const, durationMs: 1, message: 'there is no database' };
    const calls = [
      { ...call, tool: 'add', result: null },
      { ...call, tool: 'subtract', result: null },
      { ...call, tool: 'list', result: { rows: [1, 2, 3] }, verdict: 'pass' as const },
      { ...call, tool: 'text', result: 'x'.repeat(100), verdict: 'pass' as const },
    ];
    const bare = { protocol: '2025-11-25', tools: [], droppedTools: [], elicitations: [], error: null };
    const flows = [{ ...machine, sessions: [{ ...bare, calls }] }];
    const text = pretty.render(report([targetReport({ verdict: 'fail', flows })]), plain);
    expect(text).toContain('✘ 2025-11-25: 0 tools, list(), text()\n');
    expect(text).toContain('✘ add(), subtract(): there is no database\n');
  });

  it('shows what a client leaves out and what the server asked a person for, escaped', () => {
    const [session] = sessions;
    if (session === undefined) throw new Error('no session');
    const asked = {
      ...session,
      droppedTools: [{ name: 'query', reason: 'x-mcp-header "a b" is no token' }],
      elicitations: [
        { mode: 'form' as const, message: 'Which region?\u001b[2J', answer: 'decline' as const },
        {
          mode: 'url' as const,
          message: 'Sign in',
          url: 'https://evil.example.com/x',
          answer: 'decline' as const,
        },
      ],
    };
    const text = pretty.render(report([targetReport({ flows: [{ ...machine, sessions: [asked] }] })]), plain);
    expect(text).toContain('left out query: x-mcp-header "a b" is no token');
    expect(text).toMatch(/the server asked: Which region\?.*: declined/);
    expect(text).not.toContain('\u001b');
    expect(text).toContain('the server asked: Sign in, at https://evil.example.com/x: not opened');
  });

  it('names five of the tools that are left out, and counts the others', () => {
    const [session] = sessions;
    if (session === undefined) throw new Error('no session');
    const droppedTools = Array.from({ length: 1_000 }, (_, index) => ({ name: `t${index}`, reason: 'x' }));
    const flows = [{ ...machine, sessions: [{ ...session, droppedTools }] }];
    const text = pretty.render(report([targetReport({ flows })]), plain);
    expect(text).toContain('left out t4: x\n');
    expect(text).toContain('left out 995 more tools\n');
    expect(text).not.toContain('t5');
  });

  it('says why a token had to be got once more', () => {
    const results = [
      result('road/renewal', { flow: machine.flow, message: 'the endpoint asked for more scopes (403)' }),
    ];
    const text = pretty.render(report([targetReport({ results, flows: [machine] })]), plain);
    expect(text).toContain('✔ the endpoint asked for more scopes (403)');
  });

  it('speaks of what was skipped only where a flag or a credential would help', () => {
    const skip = (id: string, message: string, flow?: string) =>
      result(id, { verdict: 'skip', message, ...(flow === undefined ? {} : { flow }) });
    const results = [
      skip('discovery/resource-matches-endpoint', 'There is no metadata.'),
      skip('token/scopes-as-expected', 'Nothing is expected of it.'),
      skip('token/refresh-works', 'A machine needs none.', 'client_credentials'),
      skip('token/refresh-works', 'Ask for offline_access.', 'authorization_code'),
      skip('endpoint/rejects-wrong-issuer', 'Needs a token.'),
    ];
    const text = pretty.render(report([targetReport({ results, flows: [] })]), plain);
    expect(text.match(/skipped \w+\/.*/g)).toEqual([
      'skipped token/refresh-works: Ask for offline_access.',
      'skipped endpoint/rejects-wrong-issuer: Needs a token.',
    ]);
    expect(text).toContain('5 skipped');
  });

  it.each([80, 100, 120])('keeps to %d columns, but for words that are longer', (width) => {
    for (const targets of [[open()], [targetReport({ name: 'orders' }), noToken], [targetReport()]]) {
      const text = pretty.render(report(targets), { ...plain, width });
      const long = text.split('\n').filter((line) => line.length > width);
      expect(long.filter((line) => !/^ *\S+(?: {1,2}\S+){0,2}$/.test(line))).toEqual([]);
    }
  });
});

const claimsIn = (text: string): readonly string[] =>
  text
    .replaceAll(/\n {31}(?=\S)/g, ' ')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^(?:aud|iss|scp|roles) /.test(line));
