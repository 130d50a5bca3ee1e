import type { KnownRule } from '../known-rule.ts';
import { failedIds, found, readFlows } from '../look.ts';

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
    return readFlows(symptoms).flatMap(({ request, token }) => {
      if (token.expiresAt === null || !(Date.parse(token.expiresAt) < now)) return [];
      return [
        found(
          'The token has expired.',
          `exp is ${token.expiresAt}; this machine's clock says ${new Date(now).toISOString()}.`,
          'Get a new token. If it is new, set the clock of this machine or of the authorization server.',
          { results: failedIds(symptoms, ({ flow, id }) => flow === request.flow && EXPLAINED.test(id)) },
        ),
      ];
    });
  },
};

const EXPLAINED = /^(?:road\/session|token\/not-expired|endpoint\/accepts-valid-token)$/;
