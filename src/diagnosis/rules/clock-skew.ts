import type { KnownRule } from '../known-rule.ts';
import { failedSteps, found, readFlows } from '../look.ts';

/** A minute is what everybody tolerates. */
const TOLERATED_MS = 60_000;

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
    return readFlows(symptoms).flatMap(({ request, token, refused }) => {
      const begins = [token.issuedAt, token.notBefore].flatMap((text) =>
        text === null ? [] : [Date.parse(text)],
      );
      const latest = Math.max(...begins);
      if (begins.length === 0 || !(latest > now + TOLERATED_MS)) return [];
      return [
        found(
          'The token comes from the future: clocks differ.',
          `The token begins at ${new Date(latest).toISOString()}; this machine's clock says ${new Date(now).toISOString()}, ${Math.round((latest - now) / 1000)} s earlier.`,
          "Synchronise this machine's clock (NTP); if it is right, the authorization server's or the virtual machine's.",
          { severity: refused ? 'error' : 'warning', results: failedSteps(symptoms, request.flow) },
        ),
      ];
    });
  },
};
