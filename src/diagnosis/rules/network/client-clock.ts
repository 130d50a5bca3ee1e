import type { Exchange } from '../../../types.ts';
import { duration } from '../../duration.ts';
import type { KnownRule } from '../../known-rule.ts';
import { type Diagnosis, failedIds, found, originOfRecorded } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';

/** `Date` has whole seconds, and a minute is what everybody tolerates. */
const TOLERATED_MS = 90_000;

const about = {
  cause: "Two servers agree on the time, and this machine's clock says another.",
  fix: 'Synchronise the clock of this machine (NTP).',
};

export const clientAhead: KnownRule = {
  code: 'clock/client-ahead',
  leg: 'network',
  explains: ['token/expired', 'token/clock-skew', 'token/not-yet-valid'],
  checks: ['token/not-expired'],
  about: { title: "This machine's clock is ahead.", ...about },
  diagnose: (symptoms) => clockFinding(symptoms, (ahead) => ahead > TOLERATED_MS),
};

export const clientBehind: KnownRule = {
  code: 'clock/client-behind',
  leg: 'network',
  explains: ['token/clock-skew', 'token/not-yet-valid'],
  about: { title: "This machine's clock is behind.", ...about },
  diagnose: (symptoms) => clockFinding(symptoms, (ahead) => ahead < -TOLERATED_MS),
};

function clockFinding(symptoms: Symptoms, fits: (ahead: number) => boolean): readonly Diagnosis[] {
  const clocks = serverClocks(symptoms);
  const aheads = clocks.map(({ ahead }) => ahead);
  const apart = Math.max(...aheads) - Math.min(...aheads);
  const [ahead = 0] = aheads;
  if (clocks.length < 2 || apart > TOLERATED_MS || !aheads.every(fits)) return [];
  const results = failedIds(symptoms, ({ id }) => id === 'token/not-expired');
  const direction = ahead > 0 ? 'ahead of' : 'behind';
  return [
    found(
      `This machine's clock is ${duration(ahead)} ${direction} the servers' clocks.`,
      `The Date headers of ${clocks.map(({ host }) => host).join(' and ')} agree with each other, and this machine says ${new Date(symptoms.evidence.now()).toISOString()}. ${ahead > 0 ? 'A token that is still good looks expired here.' : 'A new token comes from the future here, and what is signed here has expired elsewhere.'}`,
      "Synchronise this machine's clock (NTP); a container or virtual machine has the clock of its host, and may drift after it slept.",
      {
        severity: results.length > 0 || symptoms.errors.length > 0 ? 'error' : 'warning',
        paste: [{ where: 'shell', text: `date -u; curl -sI ${clocks[0]?.origin} | grep -i '^date'` }],
        results,
      },
    ),
  ];
}

interface ServerClock {
  readonly host: string;
  readonly origin: string;
  /** Milliseconds that this machine's clock is ahead of it. */
  readonly ahead: number;
}

/** By the last dated answer of each server. What passed since then is on this machine's own watch. */
function serverClocks({ evidence, exchanges }: Symptoms): readonly ServerClock[] {
  const end = exchanges.at(-1);
  if (end === undefined) return [];
  const dated = new Map<string, Exchange>();
  for (const exchange of exchanges)
    if (exchange.date !== undefined) dated.set(originOfRecorded(exchange.url), exchange);
  const now = evidence.now();
  return [...dated].flatMap(([origin, exchange]) => {
    const date = Date.parse(exchange.date ?? '');
    if (Number.isNaN(date)) return [];
    const since = answeredAt(end) - answeredAt(exchange);
    return [{ host: new URL(origin).host, origin, ahead: now - date - since }];
  });
}

function answeredAt({ startedAt, durationMs }: Exchange): number {
  return Date.parse(startedAt) + durationMs;
}
