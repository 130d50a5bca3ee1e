import { attackCheck, isLive, SKEW } from '../attack.ts';

export const rejectsTokenBeforeItsTime = attackCheck({
  rule: {
    id: 'endpoint/rejects-token-before-its-time',
    title: 'rejects a token that is not valid yet',
    spec: ['RFC 7519 §4.1.5'],
    passes:
      'A validly signed token like the good one, but with `nbf` more than five minutes ahead, is sent. It has to be answered 401.',
    fails: 'Accepting it fails: `nbf` is not looked at. Another refusal than 401 fails, too.',
    fix: 'Have the verifier compare `nbf` with the clock, with a minute or two of tolerance at most.',
  },
  token: 'notYetValid',
  sent: 'a token that becomes valid only later',
  from: 'use --lab, an authorization server of our own that the endpoint is told to trust',
  unfit: (attack, real, now) => {
    if (attack.notBefore === null || Date.parse(attack.notBefore) <= now + SKEW)
      return 'it is valid now, or within five minutes';
    if (attack.iss !== real.iss) return 'it has another issuer, too';
    if (!attack.aud.some((audience) => real.aud.includes(audience))) return 'it has another audience, too';
    return isLive(attack, now) ? undefined : 'it is expired, too';
  },
});
