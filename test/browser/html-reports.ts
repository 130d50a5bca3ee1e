import type { Finding, Report, TargetReport } from '../../src/types.ts';
import { exchange, report, result, targetReport } from '../reporters/report.ts';

const CAUSES = [
  'token/scopes-missing',
  'endpoint/audience-not-checked',
  'entra/aadsts-7000222',
  'gateway/challenge-dropped',
] as const;

/** Rules per group of checks: enough to see each verdict. A real run has about 40. */
const FEW = 10;
export const AS_MANY_AS_REAL = 40;

const finding = (code: string): Finding => ({
  code,
  severity: 'error',
  confidence: 'likely',
  aadsts: null,
  summary: `What is behind ${code}.`,
  cause: 'It was not set.',
  fix: 'Set it.',
  paste: [{ where: 'shell', text: 'az ad app update --id 1 \\\n  --set api.x=2' }],
  alternatives: ['Something else.'],
  look: 'Enterprise applications > Permissions',
  results: ['road/session'],
  docs: 'https://example.com/findings',
});

/** A target that failed for one of four causes. */
export function failed(name: string, cause = 0, rules = FEW): TargetReport {
  const code = CAUSES[cause % CAUSES.length] ?? '';
  return targetReport({
    name,
    url: `https://${name}.example.com/mcp`,
    tags: ['prod', `team-${cause % 5}`],
    verdict: 'fail',
    exitCode: 1,
    findings: [
      finding(code),
      { ...finding('token/other'), severity: 'warning', because: code },
      { ...finding('token/note'), severity: 'note' },
    ],
    results: [...road, ...checks(true, rules)],
    exchanges: exchanges(rules),
  });
}

export function passed(name: string, rules = FEW): TargetReport {
  return targetReport({
    name,
    url: `https://${name}.example.com/mcp`,
    tags: ['test'],
    results: [...road, ...checks(false, rules)],
    exchanges: exchanges(rules),
  });
}

/** So many targets, every twentieth of them failed. */
export function fleet(number: number, rules = FEW): Report {
  return report(
    Array.from({ length: number }, (_, index) =>
      index % 20 === 7
        ? failed(`target-${index}`, Math.floor(index / 20), rules)
        : passed(`target-${index}`, rules),
    ),
  );
}

const exchanges = (rules: number) =>
  Array.from({ length: 30 + 6 * rules }, (_, index) =>
    exchange(index + 1, {
      phase: index < 4 ? 'discovery' : index < 6 ? 'token' : index < 36 ? 'session' : 'check',
      status: index < 2 ? 401 : 200,
      url: index === 4 ? 'https://localhost:38111/t/oauth2/v2.0/token' : 'https://target.example.com/mcp',
      startedAt: new Date(Date.UTC(2026, 10, 23, 9) + index * 7).toISOString(),
      ...(index === 2 ? { from: 'nginx, 1.1 cdn' } : {}),
    }),
  );

const road = [
  result('road/discovery', { exchanges: [1, 2, 3, 4] }),
  result('road/token', { flow: 'client_credentials', exchanges: [5] }),
  result('road/session', {
    flow: 'client_credentials',
    protocol: '2025-11-25',
    verdict: 'warn',
    exchanges: [7, 8, 9],
  }),
];

function checks(broken: boolean, rules: number) {
  return ['discovery', 'token', 'endpoint', 'coverage', 'session', 'server'].flatMap((group) =>
    Array.from({ length: rules }, (_, index) =>
      result(`${group}/rule-${index}`, {
        verdict:
          broken && index === 3 ? 'fail' : index % 9 === 8 ? 'skip' : index % 13 === 5 ? 'info' : 'pass',
        message: `What was seen with rule ${index} of ${group}.`,
        spec: ['RFC 9728 §3.3'],
        exchanges: [40 + index],
        ...(broken && index === 3
          ? { fix: 'Mend it.', reproduce: "curl -H 'a: b' https://example.com" }
          : {}),
      }),
    ),
  );
}

/** Every text of a report replaced, but for the words that a report can only have one of few. */
export function withTexts(of: Report, text: (path: string) => string): Report {
  const walk = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return FIXED.has(key) ? value : text(key);
    if (Array.isArray(value)) return value.map((one) => walk(one, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        key === 'claims' || key === 'arguments' ? text(name) : name,
        walk(member, name),
      ]),
    );
  };
  return walk(of, '') as Report;
}

const FIXED: ReadonlySet<string> = new Set([
  'verdict',
  'severity',
  'confidence',
  'where',
  'phase',
  'format',
  'signature',
  'startedAt',
  'answer',
  'mode',
  'id',
]);
