import type { Level, Report, Result, TargetReport } from '../types.ts';
import { jsonText } from './json-text.ts';
import type { Reporter } from './reporter.ts';

/**
 * The report as SARIF 2.1.0 (OASIS, March 2020), for the security view of a code host: a rule for each check that did
 * not pass, a result for each place in which it did not.
 */
export const sarif: Reporter = {
  name: 'sarif',
  summary: 'SARIF 2.1.0, for code scanning',
  render: (report) => `${jsonText(documentOf(report), 2)}\n`,
};

function documentOf(report: Report): object {
  const told = report.targets.flatMap((target) =>
    target.results.filter(isTold).map((result) => ({ target, result })),
  );
  const ids = [...new Set(told.map(({ result }) => result.id))];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            version: report.tool.version,
            rules: ids.map((id) =>
              ruleOf(told.filter(({ result }) => result.id === id).map(({ result }) => result)),
            ),
          },
        },
        automationDetails: { id: `mcp-authcheck/${report.runId}` },
        invocations: [
          {
            executionSuccessful: report.verdict !== 'incomplete',
            exitCode: report.exitCode,
            startTimeUtc: report.startedAt,
            endTimeUtc: new Date(Date.parse(report.startedAt) + report.durationMs).toISOString(),
          },
        ],
        results: told.map(({ target, result }) => resultOf(result, target, ids.indexOf(result.id))),
      },
    ],
  };
}

/** What deserves a line there: what failed, warned, or could not be decided. */
function isTold({ verdict, undecidable }: Result): boolean {
  return verdict === 'fail' || verdict === 'warn' || (verdict === 'inconclusive' && undecidable !== true);
}

function ruleOf([first]: readonly Result[]): object {
  const { id = '', spec = [], level = 'MUST', fix, group = '' } = first ?? {};
  const rules = spec.join('; ');
  const text = [
    ...(fix === undefined ? [] : [fix]),
    ...(rules === '' ? [] : [`Rule: ${rules} (${level}).`]),
    `What it looks at: mcp-authcheck explain ${id}`,
  ];
  return {
    id,
    name: id,
    shortDescription: { text: inWords(id) },
    fullDescription: { text: `${inWords(id)} ${rules === '' ? '' : `${rules}.`}`.trim() },
    help: { text: text.join(' ') },
    defaultConfiguration: { level: severityOf(level) },
    properties: { tags: ['security', 'oauth', 'mcp', group] },
  };
}

/** `endpoint/rejects-no-token`: The endpoint rejects no token. */
function inWords(id: string): string {
  return `${id.slice(id.indexOf('/') + 1).replaceAll('-', ' ')} (${id.split('/')[0] ?? ''}).`;
}

function severityOf(level: Level): 'error' | 'warning' | 'note' {
  if (/^MUST/.test(level)) return 'error';
  return /^SHOULD/.test(level) ? 'warning' : 'note';
}

function resultOf(result: Result, target: TargetReport, ruleIndex: number): object {
  const { id, verdict, message, flow, protocol, expectedFailure, fix, reproduce } = result;
  const cause = target.findings.find(({ results }) => results.includes(id));
  const where = [flow, protocol].filter((one) => one !== undefined).join(', ');
  const text = [
    message,
    ...(cause === undefined ? [] : [`Root cause: ${cause.summary} Fix: ${cause.fix}`]),
    ...(cause !== undefined || fix === undefined ? [] : [`Fix: ${fix}`]),
  ].join(' ');
  return {
    ruleId: id,
    ruleIndex,
    kind: verdict === 'inconclusive' ? 'open' : 'fail',
    level: verdict === 'inconclusive' ? 'none' : verdict === 'fail' ? 'error' : 'warning',
    message: { text: where === '' ? text : `${where}: ${text}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri: target.url } },
        logicalLocations: [
          { name: target.name, fullyQualifiedName: `${target.name}/${id}`, kind: 'resource' },
        ],
      },
    ],
    partialFingerprints: { 'target/check/v1': [target.name, id, flow ?? '', protocol ?? ''].join('|') },
    ...(expectedFailure === true
      ? { suppressions: [{ kind: 'external', justification: 'listed in --expected-failures' }] }
      : {}),
    ...(reproduce === undefined ? {} : { properties: { reproduce } }),
  };
}
