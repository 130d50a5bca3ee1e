import type { Report, TargetReport } from '../types.ts';
import { jsonText } from './json-text.ts';
import type { Reporter } from './reporter.ts';
import { type Broken, brokenRules, resultOf } from './sarif-result.ts';
import { ruleOf } from './sarif-rule.ts';

/**
 * The report as SARIF 2.1.0 (OASIS, March 2020), for the security view of a code host: a rule for each check that did
 * not pass, and a result for each target in which it did not. GitHub refuses more than 25,000 results and keeps the
 * first 5,000 by severity, so the worst come first.
 */
export const sarif: Reporter = {
  name: 'sarif',
  summary: 'SARIF 2.1.0, for code scanning',
  render: (report) => `${jsonText(documentOf(report), 2)}\n`,
};

/** https://docs.github.com/en/code-security/reference/code-scanning/sarif-files/sarif-support-for-code-scanning */
const MOST = 25_000;

function documentOf(report: Report): object {
  const broken = report.targets
    .flatMap(brokenRules)
    .sort((one, other) => RANK[one.level] - RANK[other.level]);
  const told = broken.slice(0, MOST);
  const byRule = new Map<string, Broken[]>();
  for (const one of told) {
    const same = byRule.get(one.id);
    if (same === undefined) byRule.set(one.id, [one]);
    else same.push(one);
  }
  const index = new Map([...byRule.keys()].map((id, place) => [id, place]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            version: report.tool.version,
            semanticVersion: report.tool.version,
            rules: [...byRule.values()].map(ruleOf),
          },
        },
        // The part before the last slash is GitHub's category: a later upload of it closes what is no longer found.
        automationDetails: { id: `mcp-authcheck/${report.runId}` },
        invocations: [invocationOf(report, broken.length - told.length)],
        results: told.map((one) => resultOf(one, index.get(one.id) ?? 0)),
      },
    ],
  };
}

const RANK = { error: 0, warning: 1, note: 2, none: 3 } as const;

/** How the run itself went: which targets have no verdict, and what is left out here. */
function invocationOf(report: Report, leftOut: number): object {
  const notifications = [
    ...report.targets.filter(({ verdict }) => verdict === 'incomplete').map(incomplete),
    ...(leftOut > 0
      ? [
          {
            level: 'warning',
            message: { text: `${leftOut} further results are left out: see the other reports.` },
          },
        ]
      : []),
  ];
  return {
    executionSuccessful: report.verdict !== 'incomplete',
    exitCode: report.exitCode,
    startTimeUtc: report.startedAt,
    endTimeUtc: new Date(Date.parse(report.startedAt) + report.durationMs).toISOString(),
    ...(notifications.length === 0 ? {} : { toolExecutionNotifications: notifications }),
  };
}

function incomplete({ name, exitCode }: TargetReport): object {
  return {
    level: 'error',
    message: { text: `${name} could not be verified to the end (exit ${exitCode}).` },
    properties: { target: name },
  };
}
