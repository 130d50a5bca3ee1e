import { describe, expect, it } from 'vitest';
import { redactedReport } from '../../src/commands/redacted-report.ts';
import { createVault } from '../../src/http/vault.ts';
import { junit } from '../../src/reporters/junit.ts';
import { markdown } from '../../src/reporters/markdown.ts';
import { open, openDoor, plain } from '../reporters/failing.ts';
import { report, targetReport } from '../reporters/report.ts';

const SECRET = 'canary~8Q_client&<secret>';

describe('a report with its secrets masked', () => {
  const vault = createVault();
  vault.keep(SECRET);
  const leaky = report([open({ findings: [{ ...openDoor, fix: `Change ${SECRET}.` }] })]);

  it.each([markdown, junit])('has none in $name, however that writes them', ({ render }) => {
    const text = render(redactedReport(leaky, vault), plain);
    expect(text).not.toContain('canary');
    expect(text).toMatch(/Change \\?\[redacted/);
  });

  it('is needed, because Markdown writes a secret in a way in which nobody finds it', () => {
    expect(vault.redact(markdown.render(leaky, plain))).toContain('canary\\~8Q\\_client');
  });

  it('is the same report when there is none', () => {
    const clean = report([targetReport(), open()]);
    expect(redactedReport(clean, vault)).toEqual(clean);
  });
});
