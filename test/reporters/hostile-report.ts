import type { Report, TargetReport } from '../../src/types.ts';
import { open } from './failing.ts';
import { report } from './report.ts';

/** What a server might write to break a document, a terminal or a CI system. */
export const HOSTILE: string = [
  'start \u0000 \u0007 \u001b[31m \u0085 \u009b31m \u2028 \u2029',
  '::error title=x::pwned',
  '  ::stop-commands::token',
  '##vso[task.setvariable variable=admin]true',
  'in the middle ##[add-mask]a and ##teamcity[buildStatus status="SUCCESS"]',
  ']]> <![CDATA[ </failure></testcase><testcase name="forged"/> &bogus; &#27; <!DOCTYPE x>',
  '\ud800 lone \udc00 \u202eturned\u2066 \ufffe \uffff \u200bhidden',
  '@octocat @org/team #1 GH-2 [link](https://evil.example/a) ![pixel](https://evil.example/p.png)',
  'https://evil.example/b www.evil.example <img src=x onerror=alert(1)> <script>alert(1)</script> <!-- --!>',
  '`code` ``` fence | cell | ~~gone~~ **bold** _thin_ </details></summary> \\ "quoted" \'single\'',
].join('\n');

/** Keys whose values a server or its operator can choose. */
const CHOSEN = new Set([
  'alternatives',
  'cause',
  'decide',
  'description',
  'fix',
  'from',
  'issuer',
  'look',
  'message',
  'name',
  'reproduce',
  'summary',
  'text',
  'tool',
  'version',
]);

/** The target with hostile text in every place that somebody else fills. */
export function hostileTarget(text: string = HOSTILE): TargetReport {
  const target = open({
    findings: open().findings.map((finding) => ({
      ...finding,
      severity: 'error',
      alternatives: [text],
      decide: text,
      look: text,
      support: { traceId: text, correlationId: text, timestamp: text },
      paste: [{ where: 'server', text }],
    })),
  });
  return withText(target, text) as TargetReport;
}

export function hostileReport(text: string = HOSTILE): Report {
  return report([hostileTarget(text), { ...hostileTarget(text), verdict: 'incomplete' }]);
}

function withText(value: unknown, text: string, key = ''): unknown {
  if (typeof value === 'string') return CHOSEN.has(key) ? text : value;
  if (Array.isArray(value)) return value.map((item) => withText(item, text, key));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, withText(item, text, name)]));
}

/**
 * Lines in which a CI system finds a command: GitHub's runner takes `::name::` at the start of a line and `##[name]`
 * anywhere, the agent of Azure Pipelines `##vso[` anywhere, TeamCity `##teamcity[`.
 */
export function commandsIn(output: string): readonly string[] {
  return output.split(/\r\n|\n|\r|\u2028|\u2029|\u0085/).filter((line) => /^\s*::|##\w*\[/u.test(line));
}
