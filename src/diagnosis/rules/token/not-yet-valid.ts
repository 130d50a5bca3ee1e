import { duration } from '../../duration.ts';
import type { KnownRule } from '../../known-rule.ts';
import { found, readFlows } from '../../look.ts';
import { beginOf } from './begin-of.ts';
import { ownClockAhead, TOLERATED_MS } from './clocks.ts';
import { explainedBy } from './explained-by.ts';

export const notYetValid: KnownRule = {
  code: 'token/not-yet-valid',
  leg: 'token',
  about: {
    title: 'The token is not valid yet.',
    cause: 'Its nbf or iat lies ahead, by the clocks of this machine and of the servers.',
    fix: 'Wait, or get another one; look at the clock of whoever made it.',
  },
  diagnose: (symptoms) => {
    const now = symptoms.evidence.now();
    const ahead = ownClockAhead(symptoms);
    if (ahead === undefined || ahead <= -TOLERATED_MS) return [];
    return readFlows(symptoms).flatMap(({ request, token, refused }) => {
      const begin = beginOf(token);
      if (begin === undefined || !(begin > now + TOLERATED_MS)) return [];
      return [
        found(
          `The token is not valid yet: it begins in ${duration(begin - now)}.`,
          `nbf is ${token.notBefore ?? 'missing'}, iat ${token.issuedAt ?? 'missing'}; this machine's clock says ${new Date(now).toISOString()}, and the servers' Date headers agree.`,
          'Get a new token. If a new one begins as late, the clock of the authorization server that made it is wrong.',
          { severity: refused ? 'error' : 'warning', results: explainedBy(symptoms, request) },
        ),
      ];
    });
  },
};
