import { describe, expect, it } from 'vitest';
import { gitlab } from '../../src/reporters/gitlab.ts';
import type { Report } from '../../src/types.ts';
import { noToken, open, openDoor, plain } from './failing.ts';
import { hostileReport } from './hostile-report.ts';
import { report, targetReport } from './report.ts';

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

const issuesOf = (of: Report): readonly Issue[] => JSON.parse(gitlab.render(of, plain)) as Issue[];

describe('GitLab Code Quality', () => {
  it('has an issue for each root cause, at the place of the endpoint', () => {
    expect(issuesOf(report([open({ url: 'https://calculator.example.com/mcp' }), noToken]))).toEqual([
      {
        description:
          'calculator: The endpoint answers without a token. Fix: Put the authorization middleware in front of the route.',
        check_name: 'endpoint/open-door',
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        severity: 'critical',
        location: { path: 'calculator.example.com/mcp', lines: { begin: 1 } },
      },
      {
        description: 'mailer: The client secret is wrong. Fix: Copy the Value column, not the Secret ID.',
        check_name: 'entra/aadsts-7000215',
        fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        severity: 'critical',
        location: { path: '127.0.0.1:41234/mcp', lines: { begin: 1 } },
      },
    ]);
  });

  it('is an empty list when all is well', () => {
    expect(gitlab.render(report([targetReport()]), plain)).toBe('[]\n');
  });

  it('has fingerprints that stay when words change, and no two alike', () => {
    const findings = [openDoor, openDoor, { ...openDoor, code: 'endpoint/other' }];
    const other = findings.map((finding) => ({ ...finding, fix: 'Another one.' }));
    const of = (changed: typeof findings) =>
      issuesOf(report([open({ findings: changed })])).map(({ fingerprint }) => fingerprint);
    expect(of(findings)).toEqual(of(other));
    expect(new Set(of(findings)).size).toBe(3);
  });

  it('has every member that GitLab demands, each on one line, also with hostile text', () => {
    const issues = issuesOf(hostileReport());
    expect(issues.length).toBeGreaterThan(0);
    for (const { description, severity, location } of issues) {
      expect(description).not.toMatch(/\p{Cc}|\p{Cf}|\p{Cs}/u);
      expect(['info', 'minor', 'major', 'critical', 'blocker']).toContain(severity);
      expect(location.path).not.toMatch(/^\.?\/|^$/);
    }
  });
});
