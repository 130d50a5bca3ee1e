import { duration } from '../../duration.ts';
import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found, readFlows } from '../../look.ts';
import { ownClockAhead, TOLERATED_MS } from './clocks.ts';

export const tokenExpired: KnownRule = {
  code: 'token/expired',
  leg: 'token',
  checks: ['token/not-expired'],
  about: {
    title: 'The token has expired.',
    cause: 'It is old, or clocks differ.',
    fix: 'Get a new token; check the clock.',
  },
  diagnose: (symptoms) => {
    const now = symptoms.evidence.now();
    const ahead = ownClockAhead(symptoms) ?? 0;
    return readFlows(symptoms).flatMap(({ request, token }) => {
      const end = token.expiresAt === null ? Number.NaN : Date.parse(token.expiresAt);
      if (!(end < now)) return [];
      const results = failedIds(symptoms, ({ flow, id }) => flow === request.flow && EXPLAINED.test(id));
      const clock = `exp is ${token.expiresAt}; this machine's clock says ${new Date(now).toISOString()}`;
      // By the servers' clocks it would still be good.
      if (end > now - ahead && ahead > TOLERATED_MS) {
        return [
          found(
            `The token is good, but this machine's clock is ${duration(ahead)} ahead, so it looks expired.`,
            `${clock}, and the servers' Date headers say ${new Date(now - ahead).toISOString()}.`,
            'Set the clock of this machine (NTP). In a virtual machine or container, that of its host.',
            { results },
          ),
        ];
      }
      const given = request.flow === 'bearer';
      return [
        found(
          `The token expired ${duration(now - end)} ago.`,
          `${clock}.${token.issuedAt === null ? '' : ` It was issued at ${token.issuedAt}.`}`,
          given
            ? 'Get a new token: those of Entra ID and most others last an hour or so. A flow (--flow client_credentials) gets one for every run.'
            : 'Get a new token. If it is new, the clock of the authorization server is wrong.',
          { results },
        ),
      ];
    });
  },
};

const EXPLAINED =
  /^(?:road\/(?:session|call)|token\/not-expired|endpoint\/accepts-valid-token|server\/answers-expected-results|interop\/entra-compatible)$/;
