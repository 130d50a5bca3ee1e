import { attackCheck, isLive, SKEW } from '../attack.ts';

export const rejectsExpiredToken = attackCheck({
  id: 'endpoint/rejects-expired-token',
  title: 'rejects a token that has expired',
  token: 'expired',
  sent: 'an expired token',
  unfit: (attack, real, now) => {
    if (attack.expiresAt === null || isLive(attack, now - SKEW))
      return 'it did not expire five minutes ago or more';
    if (attack.iss !== real.iss) return 'it has another issuer, too';
    return attack.aud.some((audience) => real.aud.includes(audience))
      ? undefined
      : 'it has another audience, too';
  },
});
