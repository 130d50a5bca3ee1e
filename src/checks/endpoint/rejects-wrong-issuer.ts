import { attackCheck, isLive } from '../attack.ts';

export const rejectsWrongIssuer = attackCheck({
  rule: {
    id: 'endpoint/rejects-wrong-issuer',
    title: 'rejects a token that another issuer issued',
    spec: ['RFC 9068 §4', 'RFC 8725 §3.8'],
    passes:
      'A live, validly signed token with the right audience and another `iss` is sent. It has to be answered 401.',
    fails:
      'Accepting it is critical: tokens of another tenant or server are good here. Another refusal than 401 fails, too.',
    cannotKnow:
      'With a token from a file, whose key the server may not know either: then a refusal may come from the key alone. --lab signs with a key that the server trusts.',
    fix: 'Compare `iss` with the configured issuer, character for character, in addition to verifying the signature; with several tenants, keep a list of those that are let in.',
  },
  token: 'wrongIssuer',
  sent: 'a token of another issuer',
  from: 'name a file with --wrong-issuer-token-file FILE, or use --lab',
  discloses: true,
  unfit: (attack, real, now) => {
    if (attack.iss === real.iss) return 'it has the same issuer as the good one';
    if (!attack.aud.some((audience) => real.aud.includes(audience))) return 'it has another audience, too';
    return isLive(attack, now) ? undefined : 'it is expired, too';
  },
});
