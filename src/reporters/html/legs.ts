import type { Exchange, Phase, Result, TargetReport } from '../../types.ts';
import { meaningOf } from './meaning.ts';

/** One exchange of the road, with what it was for in a few words. */
export interface Message {
  readonly exchange: Exchange;
  readonly what: string;
  /** A step of the road that failed rests on it. */
  readonly failed: boolean;
}

/** A stretch of the road: discovery, a token, a session. */
export interface Leg {
  readonly title: string;
  /** Which token and protocol revision; empty for discovery. */
  readonly aside: string;
  readonly verdict: 'pass' | 'fail' | undefined;
  readonly messages: readonly Message[];
}

/** The exchanges of the road in order, by the step that they were for; those of checks and of clearing away are not in it. */
export function legsOf(target: TargetReport): readonly Leg[] {
  const steps = target.results.filter(({ id }) => STEPS.has(id));
  const calls = target.results.filter(({ id }) => id === 'road/call');
  const legs: { key: string; phase: Phase; step: Result | undefined; exchanges: Exchange[] }[] = [];
  for (const exchange of ofTheRoad(target, steps)) {
    const step = steps.find(({ exchanges }) => exchanges.includes(exchange.n));
    const last = legs.at(-1);
    const key = step === undefined ? exchange.phase : keyOf(step);
    if (last !== undefined && (last.key === key || (step === undefined && last.phase === exchange.phase))) {
      last.exchanges.push(exchange);
    } else {
      legs.push({ key, phase: exchange.phase, step, exchanges: [exchange] });
    }
  }
  return legs.map(({ phase, step, exchanges }) => {
    const bad = calls.filter(({ verdict }) => verdict === 'fail').flatMap((call) => call.exchanges);
    const broken = step?.verdict === 'fail' && bad.length === 0 ? (exchanges.at(-1)?.n ?? 0) : 0;
    return {
      title: TITLES[phase],
      aside: [step?.flow, step?.protocol].filter((text) => text !== undefined).join(', '),
      verdict: step?.verdict === 'fail' ? 'fail' : step?.verdict === 'pass' ? 'pass' : undefined,
      messages: exchanges.map((exchange, index) => ({
        exchange,
        what: meaningOf(exchange, index, step, target),
        failed: bad.includes(exchange.n) || exchange.n === broken || exchange.status === null,
      })),
    };
  });
}

/** Everything else: what the checks sent, and what cleared away behind them. */
export function besideTheRoad(target: TargetReport): readonly Exchange[] {
  const steps = target.results.filter(({ id }) => STEPS.has(id));
  const road = new Set(ofTheRoad(target, steps).map(({ n }) => n));
  return target.exchanges.filter(({ n }) => !road.has(n));
}

const STEPS: ReadonlySet<string> = new Set(['road/discovery', 'road/token', 'road/session', 'road/renewal']);

function ofTheRoad({ exchanges }: TargetReport, steps: readonly Result[]): readonly Exchange[] {
  const named = new Set(steps.flatMap((step) => step.exchanges));
  return exchanges.filter(({ n, phase }) => named.has(n) || (phase !== 'check' && phase !== 'cleanup'));
}

function keyOf({ id, flow, protocol }: Result): string {
  return [id, flow, protocol].join('\n');
}

const TITLES: Readonly<Record<Phase, string>> = {
  discovery: 'Discovery',
  registration: 'Registration',
  authorization: 'Authorization',
  token: 'Token',
  session: 'MCP session',
  check: 'Check',
  cleanup: 'Clearing away',
};
