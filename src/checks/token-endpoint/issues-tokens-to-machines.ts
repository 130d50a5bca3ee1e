import { quote } from '../../token/index.ts';
import type { ServerAnswer } from '../../types.ts';
import type { Check } from '../check.ts';
import { goodGrant, noMachine } from '../machine-grant.ts';
import { describeServerAnswer, undecided } from '../server-said.ts';

const SENT = 'A client credentials request';

export const issuesTokensToMachines: Check<ServerAnswer> = {
  id: 'token-endpoint/issues-tokens-to-machines',
  title: 'issues a complete token answer for client credentials',
  level: 'MUST',
  spec: ['RFC 6749 §4.4.3', 'RFC 6749 §5.1', 'MCP extension OAuth Client Credentials'],
  per: 'target',
  needs: ['client credential'],
  passes:
    'The client of a flow asks once more by client_credentials. The answer has to be 200 with `access_token`, `token_type` and `expires_in`, and without a refresh token.',
  fails:
    'A refusal, or an answer without a token or a known `token_type`, fails. A missing `expires_in`, one that is no number, and a refresh token warn.',
  fix: 'Let the client use the grant client_credentials, and send `token_type` and `expires_in` (a number of seconds) with the token; leave `refresh_token` out of this grant.',
  unmet: noMachine,
  observe: goodGrant,
  judge: (answer) => {
    const { status, members, accessToken, exchange } = answer;
    const exchanges = [exchange];
    const came = `${SENT} was answered ${describeServerAnswer(answer)}`;
    if (accessToken === undefined || status !== 200)
      return (
        undecided(SENT, answer) ?? {
          verdict: 'fail',
          message: `${came}: 200 with a token was expected (RFC 6749 §5.1).`,
          exchanges,
        }
      );
    const { token_type: type, expires_in: seconds } = members;
    if (typeof type !== 'string' || !/^(?:bearer|dpop)$/i.test(type))
      return {
        verdict: 'fail',
        message: `${came}, and its token_type is ${shown(type)}: Bearer was expected (RFC 6749 §5.1).`,
        exchanges,
      };
    const gaps = [
      ...(typeof seconds === 'number'
        ? []
        : [`expires_in is ${shown(seconds)}, so that no client knows when to ask again`]),
      ...(members.refresh_token === undefined
        ? []
        : ['it brings a refresh token, which a machine with a credential needs not (RFC 6749 §4.4.3)']),
    ];
    return gaps.length === 0
      ? { verdict: 'pass', message: `${came}, type and lifetime.`, exchanges }
      : { verdict: 'warn', message: `${came}, but ${gaps.join(', and ')}.`, exchanges };
  },
};

function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  return typeof value === 'string' ? quote(value, 40) : `of type ${value === null ? 'null' : typeof value}`;
}
