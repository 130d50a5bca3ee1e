import type { Phase, Report, TargetReport } from '../../types.ts';

/** One metric with its values of now, for whichever system takes it. All are gauges: they describe the last run. */
export interface Measure {
  /** By OpenTelemetry's conventions; Prometheus's name is made of it and the unit. */
  readonly name: string;
  readonly help: string;
  /** UCUM: seconds, or none. */
  readonly unit: 's' | '';
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/**
 * What a run comes to in numbers. Labels are names of the configuration and ids of checks, never what a server said,
 * and of checks only those that fail: the number of series stays within the configuration's.
 * @param now milliseconds since the epoch
 */
export function measuresOf(report: Report, now: number): readonly Measure[] {
  const { targets } = report;
  const ended = Date.parse(report.startedAt) + report.durationMs;
  const perTarget = (value: (target: TargetReport) => number): readonly Sample[] =>
    targets.map((target) => ({ labels: { target: target.name }, value: value(target) }));
  return [
    one('mcp_authcheck.build_info', 'Version that ran; always 1.', '', 1, { version: report.tool.version }),
    one('mcp_authcheck.last_run.timestamp', 'When the last run ended, Unix time.', 's', ended / 1000),
    one('mcp_authcheck.last_run.duration', 'How long the last run took.', 's', report.durationMs / 1000),
    one('mcp_authcheck.last_run.exit_code', 'Exit code of the last run; 0: passed.', '', report.exitCode),
    {
      name: 'mcp_authcheck.targets',
      help: 'Targets of the last run by verdict.',
      unit: '',
      samples: VERDICTS.map((verdict) => ({
        labels: { verdict },
        value: targets.filter((target) => target.verdict === verdict).length,
      })),
    },
    {
      name: 'mcp_authcheck.results',
      help: 'Results of checks and steps of the last run by verdict.',
      unit: '',
      samples: Object.entries(report.summary).map(([verdict, value]) => ({ labels: { verdict }, value })),
    },
    {
      name: 'mcp_authcheck.target.up',
      help: '1: the target passed; 0: it failed or could not be decided.',
      unit: '',
      samples: perTarget(({ verdict }) => (verdict === 'pass' ? 1 : 0)),
    },
    {
      name: 'mcp_authcheck.target.verdict',
      help: "1 for the target's verdict, 0 for the others.",
      unit: '',
      samples: targets.flatMap((target) =>
        VERDICTS.map((verdict) => ({
          labels: { target: target.name, verdict },
          value: target.verdict === verdict ? 1 : 0,
        })),
      ),
    },
    {
      name: 'mcp_authcheck.target.exit_code',
      help: 'What a run of this target alone would have exited with.',
      unit: '',
      samples: perTarget(({ exitCode }) => exitCode),
    },
    {
      name: 'mcp_authcheck.target.duration',
      help: 'How long the target took, everything included.',
      unit: 's',
      samples: perTarget(({ durationMs }) => durationMs / 1000),
    },
    {
      name: 'mcp_authcheck.step.duration',
      help: 'Time spent on the requests of a step; call: the tool calls of session, as a client sees them.',
      unit: 's',
      samples: targets.flatMap(stepDurations),
    },
    {
      name: 'mcp_authcheck.check.failed',
      help: '1 for every check and step that fails.',
      unit: '',
      samples: targets.flatMap(failedChecks),
    },
    {
      name: 'mcp_authcheck.token.expiry_timestamp',
      help: 'When the access token of a flow expires, Unix time; the soonest where a target has several.',
      unit: 's',
      samples: targets.flatMap((target) => expiries(target, 0)),
    },
    {
      name: 'mcp_authcheck.token.lifetime_left',
      help: 'How long the access token of a flow was still valid when this was written.',
      unit: 's',
      samples: targets.flatMap((target) => expiries(target, now / 1000)),
    },
  ];
}

function one(
  name: string,
  help: string,
  unit: Measure['unit'],
  value: number,
  labels: Sample['labels'] = {},
): Measure {
  return { name, help, unit, samples: [{ labels, value }] };
}

function stepDurations({ name, exchanges, flows }: TargetReport): readonly Sample[] {
  const spent = new Map<string, number>();
  for (const { phase, durationMs } of exchanges) {
    const step = STEP_OF[phase];
    spent.set(step, (spent.get(step) ?? 0) + durationMs);
  }
  const calls = flows.flatMap((flow) => flow.sessions.flatMap((session) => session.calls));
  if (calls.length > 0) {
    spent.set(
      'call',
      calls.reduce((sum, call) => sum + call.durationMs, 0),
    );
  }
  return [...spent].map(([step, ms]) => ({ labels: { target: name, step }, value: Math.round(ms) / 1000 }));
}

/** One for an id, in however many flows and revisions it fails. What was expected to fail does not. */
function failedChecks({ name, results }: TargetReport): readonly Sample[] {
  const failed = results.filter(({ verdict, expectedFailure }) => verdict === 'fail' && !expectedFailure);
  const ids = new Set(failed.map(({ id }) => id));
  return [...ids].map((check) => ({ labels: { target: name, check }, value: 1 }));
}

function expiries({ name, flows }: TargetReport, from: number): readonly Sample[] {
  const soonest = new Map<string, number>();
  for (const { flow, token } of flows) {
    const at = Date.parse(token?.expiresAt ?? '') / 1000;
    if (Number.isFinite(at)) soonest.set(flow, Math.min(at, soonest.get(flow) ?? at));
  }
  return [...soonest].map(([flow, at]) => ({
    labels: { target: name, flow },
    value: Math.round((at - from) * 1000) / 1000,
  }));
}

/** The step of the road that an exchange belongs to, by its phase. */
export const STEP_OF: Readonly<Record<Phase, Step>> = {
  discovery: 'discovery',
  registration: 'token',
  authorization: 'token',
  token: 'token',
  session: 'session',
  cleanup: 'session',
  check: 'checks',
};

export type Step = 'discovery' | 'token' | 'session' | 'checks';

const VERDICTS = ['pass', 'fail', 'incomplete'] as const;
