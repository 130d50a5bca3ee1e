import { originOfRecorded } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';

/** A minute is what everybody tolerates. */
export const TOLERATED_MS = 60_000;

/**
 * How far this machine's clock is ahead of the authorization server's `Date` header, else of the endpoint's, in
 * milliseconds; below zero: behind. undefined: neither gave one.
 */
export function ownClockAhead(symptoms: Symptoms): number | undefined {
  const { evidence, exchanges } = symptoms;
  const offset = offsetOf(symptoms, issuerOf(symptoms)) ?? offsetOf(symptoms, evidence.target.url);
  if (offset === undefined) return undefined;
  const last = Math.max(...exchanges.map(({ startedAt }) => Date.parse(startedAt)));
  // What the run's clock and that of the records differ by, but for the moment since the last exchange.
  const aside = evidence.now() - last;
  return (aside > TOLERATED_MS || aside < -TOLERATED_MS ? aside : 0) - offset;
}

/** How far the endpoint's clock is ahead of the authorization server's, by their `Date` headers. */
export function endpointClockAhead(symptoms: Symptoms): number | undefined {
  const server = offsetOf(symptoms, issuerOf(symptoms));
  const endpoint = offsetOf(symptoms, symptoms.evidence.target.url);
  return endpoint === undefined || server === undefined ? undefined : endpoint - server;
}

/** The median distance between a server's `Date` and our time of asking, where both were recorded. */
function offsetOf({ exchanges }: Symptoms, server: string | undefined): number | undefined {
  if (server === undefined) return undefined;
  const origin = URL.canParse(server) ? new URL(server).origin : server;
  const offsets = exchanges
    .filter(({ url, date }) => date !== undefined && originOfRecorded(url) === origin)
    .map(({ date, startedAt }) => Date.parse(date ?? '') - Date.parse(startedAt))
    .filter((offset) => !Number.isNaN(offset))
    .sort((one, other) => one - other);
  return offsets[Math.floor(offsets.length / 2)];
}

function issuerOf({ evidence }: Symptoms): string | undefined {
  return evidence.discovery?.issuer ?? evidence.target.issuer;
}
