import { duration } from '../../duration.ts';
import type { KnownRule } from '../../known-rule.ts';
import { found, readFlows } from '../../look.ts';
import { beginOf } from './begin-of.ts';
import { ownClockAhead, TOLERATED_MS } from './clocks.ts';
import { explainedBy } from './explained-by.ts';

export const clockSkew: KnownRule = {
  code: 'token/clock-skew',
  leg: 'token',
  about: {
    title: 'The token comes from the future.',
    cause: "This machine's clock is behind that of the authorization server.",
    fix: 'Synchronise the clock.',
  },
  diagnose: (symptoms) => {
    const now = symptoms.evidence.now();
    const ahead = ownClockAhead(symptoms);
    // The servers agree with this machine: the token begins later, whatever the clocks.
    if (ahead !== undefined && ahead > -TOLERATED_MS) return [];
    return readFlows(symptoms).flatMap(({ request, token, refused }) => {
      const latest = beginOf(token);
      if (latest === undefined || !(latest > now + TOLERATED_MS)) return [];
      const servers =
        ahead === undefined ? '' : `; the servers' Date headers say ${new Date(now - ahead).toISOString()}`;
      return [
        found(
          'The token comes from the future: clocks differ.',
          `The token begins at ${new Date(latest).toISOString()}; this machine's clock says ${new Date(now).toISOString()}, ${Math.round((latest - now) / 1000)} s earlier${servers}.`,
          ahead === undefined
            ? "Synchronise this machine's clock (NTP); if it is right, the authorization server's or the virtual machine's."
            : `Set this machine's clock (NTP): it is ${duration(ahead)} behind. In a virtual machine or container, that of its host.`,
          { severity: refused ? 'error' : 'warning', results: explainedBy(symptoms, request) },
        ),
      ];
    });
  },
};
