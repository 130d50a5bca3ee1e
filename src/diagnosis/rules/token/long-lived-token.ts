import { duration } from '../../duration.ts';
import type { KnownRule } from '../../known-rule.ts';
import { found, readFlows } from '../../look.ts';

const TWENTY_HOURS_MS = 20 * 3_600_000;

export const longLivedToken: KnownRule = {
  code: 'entra/long-lived-token',
  leg: 'token',
  about: {
    title: 'The token lasts for a day, and can be revoked before.',
    cause: 'Continuous access evaluation: the client said that it understands claims challenges (cp1).',
    fix: 'Let the client answer a 401 with insufficient_claims by a new token with those claims.',
  },
  diagnose: (symptoms) =>
    readFlows(symptoms).flatMap(({ token, claims }) => {
      if (token.issuedAt === null || token.expiresAt === null || token.tenant === null) return [];
      const life = Date.parse(token.expiresAt) - Date.parse(token.issuedAt);
      const capable = Array.isArray(claims.xms_cc) && claims.xms_cc.includes('cp1');
      if (!(life > TWENTY_HOURS_MS) || !capable) return [];
      return [
        found(
          `The token lasts ${duration(life)}, and can be revoked before (continuous access evaluation).`,
          'xms_cc has "cp1": the client said that it understands claims challenges. Then a server may refuse the token at any time with 401 and insufficient_claims.',
          'Let the client hand the claims of such a challenge to its next token request. Clients that cannot must not declare cp1.',
          { severity: 'note' },
        ),
      ];
    }),
};
