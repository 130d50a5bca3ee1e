import { attackCheck, isLive } from '../attack.ts';

export const rejectsMissingAudience = attackCheck({
  rule: {
    id: 'endpoint/rejects-missing-audience',
    title: 'rejects a token that names no audience',
    spec: ['RFC 9068 §4', 'MCP 2026-07-28 authorization, Access Token Privilege Restriction'],
    passes:
      'A live, validly signed token like the good one, but without `aud`, is sent. It has to be answered 401.',
    fails:
      'Accepting it is critical: a token that is for nobody in particular is for everybody. Another refusal than 401 fails, too.',
    cannotKnow:
      'Whether the server has another way of telling that a token is meant for it, which the specification allows.',
    fix: 'Demand `aud`: a verifier that compares it only where it is present has to be told that it is required (`requiredClaims: ["aud"]`).',
  },
  token: 'withoutAudience',
  sent: 'a token without an audience',
  from: 'use --lab, an authorization server of our own that the endpoint is told to trust',
  unfit: (attack, real, now) => {
    if (attack.aud.length > 0) return 'it has an audience';
    if (attack.iss !== real.iss) return 'it has another issuer, too';
    return isLive(attack, now) ? undefined : 'it is expired, too';
  },
});
