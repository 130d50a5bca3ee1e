import { describe, expect, it } from 'vitest';
import { audienceNotChecked } from '../../fixtures/faults/server/audience-not-checked.ts';
import { markdown } from '../../src/reporters/markdown.ts';
import { code, fenced, inline } from '../../src/reporters/markdown-text.ts';
import type { Report } from '../../src/types.ts';
import { verifyWorld } from '../support/verify-world.ts';
import { noToken, open, openDoor, plain } from './failing.ts';
import { HOSTILE, hostileReport, hostileTarget } from './hostile-report.ts';
import { report, result, targetReport } from './report.ts';

/** What GitHub takes for a comment. */
const COMMENT = 65_536;

const textOf = (of: Report): string => markdown.render(of, plain);

describe('Markdown', () => {
  it('of one target begins with the verdict, the root cause and its fix', () => {
    expect(textOf(report([open()]))).toMatchInlineSnapshot(`
      "## ❌ mcp-authcheck: fail

      2 failed · 2 warned · 7 passed · 3 skipped · 0.8 s · exit 1 · version 0.1.0

      ### ❌ \`calculator\`

      \`http://127.0.0.1:41234/mcp\`, issuer \`https://localhost:38111/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\`

      **The endpoint answers without a token.**

      - **Fix:** Put the authorization middleware in front of the route.
      - Why: A request without an Authorization header was answered 200 with a result.
      - \`endpoint/open-door\`, explains 1 failed check

      <details>
      <summary>1 failed check, explained above</summary>

      - \`endpoint/rejects-no-token\` (2025-11-25 and 2026-07-28): A request without a token was answered 200 with a result: it was ACCEPTED; 401 was expected.

      </details>

      <details>
      <summary>1 warning</summary>

      - \`endpoint/challenge-on-invalid-token\` (2025-11-25 and 2026-07-28): A bearer value that is no token was answered 401: the challenge has no error; error="invalid\\_token" was expected.

      </details>

      <details>
      <summary>Tokens</summary>

      - \`client_credentials\`: aud \`11112222-bbbb-3333-cccc-4444dddd5555\`; roles \`Calculator.Add.All\` and \`Calculator.Subtract.All\`
      - \`authorization_code\`: aud \`11112222-bbbb-3333-cccc-4444dddd5555\`; scp \`calculator.add\` and \`calculator.subtract\`
      - \`refresh_token\`: aud \`11112222-bbbb-3333-cccc-4444dddd5555\`; scp \`calculator.add\` and \`calculator.subtract\`

      </details>
      "
    `);
  });

  it('of several targets is a table of what is wrong, then each of them', () => {
    const targets = [targetReport({ name: 'fine' }), noToken, open()];
    expect(textOf(report(targets)).split('<details>')[0]).toMatchInlineSnapshot(`
      "## ❌ mcp-authcheck: fail

      **1 of 3 targets passed** · 3 failed · 1 blocked · 4 warned · 17 passed · 6 skipped · 0.8 s · exit 1 · version 0.1.0

      | | target | root cause |
      |---|---|---|
      | ❌ | \`mailer\` | The client secret is wrong. |
      | ❌ | \`calculator\` | The endpoint answers without a token. |

      ### ❌ \`mailer\`

      \`http://127.0.0.1:41234/mcp\`, issuer \`https://localhost:38111/aaaabbbb-0000-cccc-1111-dddd2222eeee/v2.0\`

      **The client secret is wrong.**

      - **Fix:** Copy the Value column, not the Secret ID.
      - Why: Entra ID does not know this secret for the client.
      - \`entra/aadsts-7000215\`, explains 1 failed check

      "
    `);
    expect(textOf(report(targets))).toContain('<summary>✅ 1 target passed</summary>\n\n`fine`');
  });

  it('shows every cause that is an error, and folds what only deserves to be known', () => {
    const findings = [
      openDoor,
      { ...openDoor, code: 'endpoint/second', summary: 'The second.' },
      { ...openDoor, code: 'endpoint/slow', severity: 'warning' as const, summary: 'It is slow.' },
    ];
    const text = textOf(report([open({ findings })]));
    const [open_, folded = ''] = text.split('<summary>1 further finding</summary>');
    expect(open_).toContain('**The second.**');
    expect(folded).toContain('**It is slow.**');
  });

  it('tells all that a finding has to say', () => {
    const finding = {
      ...openDoor,
      confidence: 'likely' as const,
      alternatives: ['The gateway lets it through.'],
      decide: 'Ask the server directly.',
      look: 'The log of the gateway.',
      support: { correlationId: 'c-1', traceId: 't-1', timestamp: '2026-11-23 09:00:00Z' },
      paste: [{ where: 'shell' as const, text: 'az login\naz account show' }],
    };
    const text = textOf(report([open({ findings: [finding] })]));
    for (const part of [
      '  ```sh\n  az login\n  az account show\n  ```\n',
      '- Or: The gateway lets it through.',
      '- To decide: Ask the server directly.',
      '- Look: The log of the gateway.',
      '- For support: correlation id `c-1`, trace id `t-1`, at `2026-11-23 09:00:00Z`',
      '- `endpoint/open-door`, most likely this, explains 1 failed check',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('shows what failed without a known cause, with the line that sends it again', () => {
    const results = [
      result('endpoint/rejects-no-token', {
        verdict: 'fail',
        message: 'ACCEPTED',
        fix: 'Close it.',
        reproduce: 'curl -i http://127.0.0.1:41234/mcp',
      }),
    ];
    expect(textOf(report([open({ findings: [], results })]))).toContain(
      [
        '**What failed:**',
        '',
        '- ❌ `endpoint/rejects-no-token`: ACCEPTED',
        '  - **Fix:** Close it.',
        '',
        '    ```sh',
        '    curl -i http://127.0.0.1:41234/mcp',
        '    ```',
      ].join('\n'),
    );
  });

  it('of a target that passed says so and shows its tokens', () => {
    const text = textOf(report([targetReport()]));
    expect(text).toMatch(/^## ✅ mcp-authcheck: pass\n/);
    expect(text).not.toContain('❌');
    expect(text).toContain('- `client_credentials`: aud `11112222-bbbb-3333-cccc-4444dddd5555`');
  });

  it.each([
    ['400 targets that all failed', Array.from({ length: 400 }, (_, index) => open({ name: `t-${index}` }))],
    ['hostile ones', Array.from({ length: 60 }, () => hostileTarget(HOSTILE.repeat(50)))],
    ['a thousand failures', [open({ findings: [], results: manyFailures() })]],
    ['one endless message', [hostileTarget('x'.repeat(1_000_000))]],
  ])('fits a comment with %s', (_name, targets) => {
    const text = textOf(report(targets));
    expect(text.length).toBeLessThan(COMMENT);
    expect(text).toMatch(/^## ❌ mcp-authcheck: fail\n/);
    expect(text).toMatch(/[^\n]\n$/);
    expect(text.match(/^<details>$/gm)?.length).toBe(text.match(/^<\/details>$/gm)?.length);
    expect((text.match(/^\s*`{3,}/gm)?.length ?? 0) % 2).toBe(0);
  });

  it('counts the targets that it leaves out', () => {
    const targets = Array.from({ length: 400 }, (_, index) => open({ name: `t-${index}` }));
    expect(textOf(report(targets))).toMatch(/\n\| \| and \d+ more \| see the other reports \|\n/);
    expect(textOf(report(targets))).toMatch(/\n\d+ more targets did not pass: see the other reports\.\n/);
  });

  it('of a real run names the cause before anything else', { timeout: 120_000 }, async () => {
    const { report: real, close } = await verifyWorld({ fault: audienceNotChecked });
    await close();
    const text = textOf(real);
    expect(text.length).toBeLessThan(COMMENT);
    expect(text.split('\n').find((line) => line.startsWith('**'))).toMatch(/does not check the audience/);
    expect(text.indexOf('**Fix:**')).toBeLessThan(text.indexOf('<details>'));
  });
});

describe('text of a server in Markdown', () => {
  it.each([
    ['@octocat @org/team', '@\u200boctocat @\u200borg/team'],
    ['see #12 and GH-12', 'see #\u200b12 and GH-\u200b12'],
    ['[x](javascript:alert)', '\\[x\\](javascript:alert)'],
    ['![x](https://evil.example)', '!\\[x\\](https&#58;//evil.example)'],
    ['https://evil.example www.evil.example', 'https&#58;//evil.example www\u200b.evil.example'],
    ['<img src=x> <!-- x --> &lt;', '&lt;img src=x> &lt;!-- x --> &amp;lt;'],
    ['a | b', 'a \\| b'],
    ['**a** _b_ ~c~ \\', '\\*\\*a\\*\\* \\_b\\_ \\~c\\~ \\\\'],
    ['one\n\n# two\r- three', 'one # two - three'],
    ['\u001b[31m \u202e \ud800', '\uFFFD\\[31m \uFFFD \uFFFD'],
    ['set `jwks_uri` now', 'set `jwks_uri` now'],
    ['a `<b>` c', 'a \\`&lt;b>\\` c'],
    ['a ` b', 'a \\` b'],
  ])('%j', (text, written) => {
    expect(inline(text)).toBe(written);
  });

  it('is clipped, and the cut is counted', () => {
    expect(inline('x'.repeat(3000), 10)).toBe('xxxxxxxxxx… (2990 more characters)');
  });

  it.each([
    ['plain', '`plain`'],
    ['a`b', '`` a`b ``'],
    ['``', '``` `` ```'],
    ['a|b', '`a\\|b`'],
    ['two\nlines', '`two lines`'],
  ])('as code: %j', (text, written) => {
    expect(code(text)).toBe(written);
  });

  it('does not end a block of code', () => {
    expect(fenced('a\n```\n````b', 'sh')).toEqual(['`````sh', 'a', '```', '````b', '`````']);
  });

  it('closes no part of the page that we opened', () => {
    const text = textOf(hostileReport());
    const outside = text
      .replaceAll(/^\s*(`{3,}).*\n[\s\S]*?^\s*\1$/gm, '')
      .replaceAll(/(`+) ?.*?[^`]\1(?!`)/g, '');
    expect(outside.match(/<(?!\/?(?:details|summary)>)/g)).toBeNull();
    expect(outside.match(/<details>/g)?.length).toBe(outside.match(/<\/details>/g)?.length);
    expect(outside).not.toMatch(/@\w|https?:\/\/|(?<!\\)\]\(/);
  });
});

function manyFailures() {
  return Array.from({ length: 1000 }, (_, index) =>
    result(`endpoint/rule-${index}`, { verdict: 'fail', message: HOSTILE, reproduce: HOSTILE.repeat(20) }),
  );
}
