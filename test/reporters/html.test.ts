import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createVault } from '../../src/http/vault.ts';
import { html } from '../../src/reporters/html.ts';
import type { Finding, Report, TargetReport } from '../../src/types.ts';
import { exchange, healthyResults, report, result, STARTED, targetReport, token } from './report.ts';

const options = { colour: false, width: 100, unicode: true };
const render = (of: Report): string => html.render(of, options);

/** What a reader sees, without the tags, on one line. */
function words(page: string): string {
  const body = page.slice(page.indexOf('<body>'), page.lastIndexOf('<script>'));
  return body
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');
}

/** Whether these stand there in this order. */
function inOrder(text: string, parts: readonly string[]): readonly string[] {
  let from = 0;
  return parts.filter((part) => {
    const at = text.indexOf(part, from);
    if (at >= 0) from = at + part.length;
    return at < 0;
  });
}

const finding = (changed: Partial<Finding> = {}): Finding => ({
  code: 'token/scopes-missing',
  severity: 'error',
  confidence: 'likely',
  aadsts: null,
  summary: 'The token lacks a scope.',
  cause: 'It was not asked for.',
  fix: 'Ask for calculator.add.',
  paste: [{ where: 'shell', text: 'az ad app permission add --id 1' }],
  alternatives: ['The consent is older than the scope.'],
  decide: 'Look at the consent.',
  look: 'Enterprise applications > Permissions',
  support: { correlationId: 'corr-1', traceId: 'trace-1', timestamp: '2026-11-23 09:00:00Z' },
  results: ['road/session', 'token/scopes-as-expected'],
  docs: 'docs/findings.md#token-scopes-missing',
  ...changed,
});

const failing = (changed: Partial<TargetReport> = {}): TargetReport =>
  targetReport({
    verdict: 'fail',
    exitCode: 1,
    findings: [
      finding(),
      finding({ code: 'token/other', severity: 'warning', summary: 'Something else.' }),
      finding({ code: 'token/third', because: 'token/scopes-missing', summary: 'It only follows.' }),
    ],
    results: [
      ...healthyResults.map((one) =>
        one.id === 'road/discovery' ? { ...one, exchanges: [1] } : { ...one, exchanges: [2] },
      ),
      result('road/session', {
        flow: 'client_credentials',
        protocol: '2025-11-25',
        verdict: 'fail',
        exchanges: [3, 4],
      }),
      result('token/scopes-as-expected', {
        verdict: 'fail',
        flow: 'client_credentials',
        message: 'calculator.add is missing.',
        expected: ['calculator.add'],
        spec: ['RFC 6749 §3.3'],
        fix: 'Grant it.',
        reproduce: 'curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:41234/mcp',
        exchanges: [5],
      }),
    ],
    exchanges: [
      exchange(1, { phase: 'discovery' }),
      exchange(2, {
        phase: 'token',
        url: 'https://localhost:38111/t/oauth2/v2.0/token?client-request-id=1',
        status: 200,
      }),
      exchange(3, { phase: 'session', status: 200, startedAt: '2026-11-23T09:00:01.000Z', durationMs: 120 }),
      exchange(4, { phase: 'session', status: 403 }),
      exchange(5, { phase: 'check' }),
    ],
    ...changed,
  });

describe('the page of one target that fails', () => {
  const page = render(report([failing()]));
  const text = words(page);

  it('has the verdict, what it means and when it was found first, then the root cause, its fix and what to paste', () => {
    expect(
      inOrder(text, [
        'Failed : calculator',
        'The OAuth protection does not work as it must. The token lacks a scope.',
        '23 November 2026, 09:00 UTC',
        '812 ms',
        'mcp-authcheck 0.1.0',
        'Root cause',
        'most likely this',
        'The token lacks a scope.',
        'Ask for calculator.add.',
        'az ad app permission add --id 1',
        'It was not asked for.',
        'The consent is older than the scope.',
        'Look at the consent.',
        'Enterprise applications > Permissions',
        '2 failures: road/session , token/scopes-as-expected',
        'It only follows.',
        'correlation id corr-1',
        '1 further finding',
        'Something else.',
        'The flow',
        'Where the time went',
        'The tokens',
        'Checks',
        'Sessions, tools and calls',
      ]),
    ).toEqual([]);
  });

  it('draws the exchanges of the road between the parties, and folds those of the checks', () => {
    expect(
      inOrder(text, [
        'Client mcp-authcheck',
        'Authorization server localhost:38111',
        'MCP endpoint 127.0.0.1:41234',
        'Discovery',
        'knocks without a token POST /mcp',
        '401 Unauthorized',
        'asks for a token POST /t/oauth2/v2.0/token',
        'MCP session client_credentials, 2025-11-25',
        'initializes a session POST /mcp',
        '403 Forbidden',
        '1 further exchange: what the checks sent',
      ]),
    ).toEqual([]);
    expect(text).not.toContain('Gateway');
  });

  it('draws a gateway where one says that it is there', () => {
    const [first = exchange(1), ...more] = failing().exchanges;
    const behind = failing({ exchanges: [{ ...first, from: 'nginx' }, ...more] });
    expect(words(render(report([behind])))).toContain('Gateway nginx');
  });

  it('puts what was needed beside each claim, in plain words', () => {
    expect(
      inOrder(text, [
        'aud 11112222-bbbb-3333-cccc-4444dddd5555',
        'Who the token is for.',
        'scp none',
        'roles Calculator.Add.All Calculator.Subtract.All',
        '59 min left at the end of the run',
        'ver 2.0',
        'it decides the form of iss and aud',
      ]),
    ).toEqual([]);
    const person = failing({
      flows: failing().flows.map((flow) => ({ ...flow, token: token({ appOnly: false, scp: ['x'] }) })),
    });
    expect(words(render(report([person])))).toContain('Not what was needed calculator.add');
  });

  it('has each failed check with message, rule, fix and a line to send it again', () => {
    expect(
      inOrder(text.slice(text.indexOf('Checks')), [
        'Failed token/scopes-as-expected',
        'calculator.add is missing.',
        'Fix Grant it.',
        'MUST, RFC 6749 §3.3',
        'exchange 5',
        'Send it again curl -H "Authorization: Bearer $TOKEN" http://127.0.0.1:41234/mcp',
      ]),
    ).toEqual([]);
  });
});

it('says of a target that passes what that means, and has no root cause', () => {
  const text = words(render(report([targetReport()])));
  expect(text).toContain('Passed : calculator The OAuth protection works:');
  expect(text).not.toContain('Root cause');
  expect(text).toContain('add(a=1, b=2) = 3');
});

it('does not call an incomplete run a pass', () => {
  const text = words(render(report([targetReport({ verdict: 'incomplete' })], { verdict: 'incomplete' })));
  expect(text).toContain('Incomplete : calculator Nothing is proved yet');
});

describe('the page of many targets', () => {
  const many = (number: number, failed: number): readonly TargetReport[] =>
    Array.from({ length: number }, (_, index) => {
      const name = `target-${index}`;
      return index < number - failed
        ? targetReport({ name, tags: ['green'] })
        : failing({ name, tags: ['red'] });
    });

  it('has a row for each with verdict and root cause, those that failed first, and counts by root cause', () => {
    const page = render(report(many(12, 3)));
    expect(page.match(/<tr data-v=/g)).toHaveLength(12);
    expect(
      inOrder(words(page), [
        'Of 12 targets, 3 fail and 9 pass. One root cause stands behind it: The token lacks a scope.',
        '3 failed',
        '9 passed',
        'Root causes 3 targets',
        'token/scopes-missing',
        'target-9',
        'target-0',
        'Target by target',
      ]),
    ).toEqual([]);
  });

  it('says so when there are too many failures for a section each, and still has every row', () => {
    const heavy = failing({
      findings: Array.from({ length: 30 }, (_, index) =>
        finding({ code: `a/${index}`, cause: 'x'.repeat(3000) }),
      ),
    });
    const page = render(
      report(Array.from({ length: 300 }, (_, index) => ({ ...heavy, name: `t-${index}` }))),
    );
    const left = /(\d+) of 300 targets have no section here/.exec(page);
    expect(Number(left?.[1])).toBeGreaterThan(0);
    expect(page.match(/<tr data-v=/g)).toHaveLength(300);
    expect(page.match(/<tr data-v="fail"[^>]*><td[^>]*>.{0,80}<td[^>]*><b>/g)).toHaveLength(
      Number(left?.[1]),
    );
    expect(page.length).toBeLessThan(5_000_000);
  });

  it('stays small with 5,000 targets', () => {
    const page = render(report(many(5000, 250)));
    expect(page.match(/<tr data-v=/g)).toHaveLength(5000);
    expect(page.length).toBeLessThan(12_000_000);
  });
});

describe('what a page may do', () => {
  it('is said by a policy that names its one style and its one script by their hashes, also after redaction', () => {
    const vault = createVault();
    vault.keep('canary-secret-0123456789');
    const page = vault.redact(render(report([failing({ name: 'canary-secret-0123456789' })])));
    const sha = (tag: string): string =>
      createHash('sha256')
        .update(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`).exec(page)?.[1] ?? '')
        .digest('base64');
    expect(page.match(/<(?:script|style)\b/g)).toHaveLength(2);
    expect(/http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]).toBe(
      `default-src 'none'; style-src 'sha256-${sha('style')}'; script-src 'sha256-${sha('script')}'; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(page).not.toContain('canary-secret');
    expect(page).not.toMatch(/\sstyle=|\son\w+=/);
  });

  it('is not changed by what a server says that looks like a secret', () => {
    const hostile = [
      'Set-Cookie: session',
      'x-api-key: 1',
      'authorization: Bearer abcdefghijklmnop1',
      '-----BEGIN RSA PRIVATE KEY-----MIIE',
    ];
    const tagsWith = (message: string): readonly string[] => {
      const results = [result('endpoint/a', { verdict: 'fail', message })];
      const page = createVault().redact(render(report([failing({ results })])));
      return page.match(/<\/?[a-z][a-z0-9]*/g) ?? [];
    };
    for (const message of hostile) expect(tagsWith(message), message).toEqual(tagsWith('harmless'));
  });

  it('never follows what is not https, and tells nobody where it was clicked', () => {
    const page = render(
      report([
        failing({
          findings: [
            finding({ docs: 'https://example.com/why' }),
            finding({ code: 'a/b', docs: 'javascript:alert(1)' }),
            finding({ code: 'a/c', docs: 'https://example.com/"onclick="alert(1)' }),
          ],
        }),
      ]),
    );
    const links = [...page.matchAll(/<a href="([^"]*)"([^>]*)>/g)].filter(([, to]) => !to?.startsWith('#'));
    expect(links.map(([, to, rest]) => [to, rest])).toEqual([
      ['https://example.com/why', ' rel="noreferrer noopener"'],
    ]);
  });

  it('shows characters that cannot be seen, and cuts what has no end', () => {
    const text = render(
      report([targetReport({ server: { name: 'a\u202Eb\u0007c', version: 'v'.repeat(10_000) } })]),
    );
    expect(text).toContain('a\\u202eb\\u0007c');
    expect(text).toContain('(6000 more characters)');
  });
});

it('is a pure function of the report', () => {
  const one = report([failing(), targetReport({ name: 'other', startedAt: STARTED })]);
  expect(render(one)).toBe(render(one));
});
