import { attackCheck, isLive } from '../attack.ts';

export const rejectsWrongAudience = attackCheck({
  id: 'endpoint/rejects-wrong-audience',
  title: 'rejects a token that was issued for another resource',
  token: 'wrongAudience',
  sent: 'a token for another resource',
  unfit: (attack, real, now) => {
    if (attack.aud.some((audience) => real.aud.includes(audience)))
      return 'it shares an audience with the good one';
    if (attack.iss !== real.iss) return 'it has another issuer, too';
    return isLive(attack, now) ? undefined : 'it is expired, too';
  },
});
