import { quote } from '../../token/index.ts';
import type { Check, Judgement } from '../check.ts';
import { type IssuerRule, iss, issuerRule } from './issuer-rule.ts';
import { firstSignIn, noSignIns } from './sign-in.ts';

interface Response {
  readonly received: readonly string[];
  readonly rule: IssuerRule;
}

export const sendsTheRightIss: Check<Response> = {
  id: 'authorization-endpoint/sends-the-right-iss',
  title: 'says truly in `iss` who answers a sign-in',
  level: 'MUST',
  spec: ['MCP 2026-07-28 authorization, Authorization Response Validation', 'RFC 9207 §2', 'RFC 9207 §2.3'],
  per: 'target',
  alone: true,
  needs: ['sign-in', '--allow-sign-ins'],
  passes:
    'A person signs in. `iss` comes back once and is `issuer` of the metadata, byte for byte, and the metadata has `authorization_response_iss_parameter_supported: true`.',
  fails:
    'Another value, several, none although the metadata promises one, or one that the metadata does not promise: fail. Neither sent nor promised: info.',
  fix: 'Send the exact `issuer` of your metadata as `iss` with every authorization response, and say so with `authorization_response_iss_parameter_supported: true`.',
  unmet: noSignIns,
  observe: async (context) => ({ received: (await firstSignIn(context)).iss, rule: issuerRule(context) }),
  judge: judgeIss,
};

function judgeIss({ received, rule }: Response): Judgement {
  const { came, problems } = iss(received, rule);
  const unannounced =
    came && !rule.advertised
      ? ['with `iss`, which the metadata does not announce (authorization_response_iss_parameter_supported)']
      : [];
  const wrong = [...problems, ...unannounced];
  if (wrong.length > 0)
    return { verdict: 'fail', message: `The sign-in came back ${wrong.join(' and ')}.`, exchanges: [] };
  return came
    ? { verdict: 'pass', message: `The sign-in came back with iss=${quote(rule.issuer)}.`, exchanges: [] }
    : {
        verdict: 'info',
        message: 'The sign-in came back without `iss`, which the metadata does not promise either.',
        exchanges: [],
      };
}
