import { machineFlow } from '../as-machine.ts';
import { attackCheck, isLive } from '../attack.ts';
import { tokenForOtherApi } from '../other-api.ts';

export const rejectsWrongAudience = attackCheck({
  rule: {
    id: 'endpoint/rejects-wrong-audience',
    title: 'rejects a token that was issued for another resource',
    spec: ['RFC 8707 §2', 'RFC 9068 §4'],
    passes:
      'A live, validly signed token of the same issuer for another resource is sent: from a file, of the lab, or asked for by the client of the flow for `probes.otherApi`. It has to be answered 401.',
    fails:
      'Accepting it is critical: whoever runs another service can come here with the tokens of its callers. Another refusal than 401 fails, too.',
    cannotKnow: 'Whether every other audience is refused: endpoint/audience-is-exact tries near ones.',
    fix: "Compare `aud` with this server's own identifier where tokens are verified (`audience: …`), and answer 401 when it is not among them.",
  },
  token: 'wrongAudience',
  sent: 'a token for another resource',
  from: '--other-api (probes.otherApi in the file), --wrong-audience-token-file or --lab',
  discloses: true,
  unfit: (attack, real, now) => {
    if (attack.aud.some((audience) => real.aud.includes(audience)))
      return 'it shares an audience with the good one';
    if (attack.iss !== real.iss) return 'it has another issuer, too';
    return isLive(attack, now) ? undefined : 'it is expired, too';
  },
  obtain: {
    unmet: (context) => {
      if (context.evidence.target.probes?.otherApi === undefined)
        return '--other-api (probes.otherApi in the file), --wrong-audience-token-file or --lab';
      const machine = machineFlow(context);
      return typeof machine === 'string'
        ? `probes.otherApi is named, but ${machine}; --wrong-audience-token-file and --lab do without`
        : undefined;
    },
    token: tokenForOtherApi,
  },
});
