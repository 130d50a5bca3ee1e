import { attackCheck, isLive } from '../attack.ts';

export const rejectsWrongIssuer = attackCheck({
  id: 'endpoint/rejects-wrong-issuer',
  title: 'rejects a token that another issuer issued',
  token: 'wrongIssuer',
  sent: 'a token of another issuer',
  unfit: (attack, real, now) => {
    if (attack.iss === real.iss) return 'it has the same issuer as the good one';
    if (!attack.aud.some((audience) => real.aud.includes(audience))) return 'it has another audience, too';
    return isLive(attack, now) ? undefined : 'it is expired, too';
  },
});
