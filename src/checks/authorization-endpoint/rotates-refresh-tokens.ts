import type { Check, CheckContext, Judgement } from '../check.ts';
import { codeFlow } from '../front-channel.ts';
import { type Provider, providerOf } from '../server-metadata.ts';
import { describeToken } from './code-refusal.ts';
import { type Refreshes, refreshes } from './refreshes.ts';
import { noSignIns } from './sign-in.ts';

interface Rotation extends Refreshes {
  readonly provider: Provider;
}

export const rotatesRefreshTokens: Check<Rotation> = {
  id: 'authorization-endpoint/rotates-refresh-tokens',
  title: 'takes a refresh token of a public client once',
  level: 'MUST',
  spec: [
    'MCP 2026-07-28 authorization security considerations, Token Theft',
    'OAuth 2.1 (draft-ietf-oauth-v2-1-13) §4.3.1',
    'RFC 9700 §4.14.2',
  ],
  per: 'target',
  part: 'negative',
  alone: true,
  needs: ['sign-in', '--allow-sign-ins', 'refresh token'],
  passes:
    'A person signs in; the refresh token of that sign-in is used, and used once more. The second time is answered invalid_grant. The tokens of the run itself are not touched.',
  fails:
    'The old refresh token is still good: fail, because a thief and the client can both use it and nobody notices. Some servers let it live for a minute, in case the new one got lost: with --wait-expiry 65 or more that is waited for, and is info; info as well at a provider whose users cannot change it (Entra ID).',
  cannotKnow: 'Whether the whole family of tokens ends when an old one comes again.',
  fix: 'Turn on rotation of refresh tokens for public clients ("revoke refresh token", "rotate token after every use"), with reuse ending the session.',
  unmet: (context) => noSignIns(context) ?? notItsRule(context),
  observe: async (context) => ({ ...(await refreshes(context)), provider: providerOf(context.evidence) }),
  judge: judgeRotation,
};

function notItsRule(context: CheckContext): string | undefined {
  const flow = codeFlow(context);
  if (flow?.request.credential !== undefined)
    return 'The rule is for public clients, and this one has a secret or a key.';
  return flow?.tokens?.proof === undefined
    ? undefined
    : 'The refresh tokens of this client are bound to its key (DPoP), which OAuth 2.1 (draft 13, §4.3.1) takes instead of rotation.';
}

function judgeRotation({ redeemed, fresh, again, later, provider }: Rotation): Judgement {
  const answers = [redeemed, fresh, again, later].filter((answer) => answer !== undefined);
  const exchanges = answers.map(({ exchange }) => exchange);
  if (redeemed.accessToken === undefined)
    return inconclusive(`The code of the sign-in was answered ${describeToken(redeemed)}`, exchanges);
  if (redeemed.refreshToken === undefined)
    return {
      verdict: 'skip',
      message:
        'The sign-in brought no refresh token; ask for one, for instance with the scope offline_access.',
      exchanges,
    };
  if (fresh?.accessToken === undefined || again === undefined)
    return inconclusive(
      `The refresh token was answered ${fresh === undefined ? 'nothing' : describeToken(fresh)} the first time`,
      exchanges,
    );
  const came = `A refresh token that was used before was answered ${describeToken(again)}`;
  if (again.accessToken === undefined) {
    if (again.status === 429 || again.status >= 500) return inconclusive(came, exchanges);
    return again.error === 'invalid_grant'
      ? { verdict: 'pass', message: `${came}, as expected.`, exchanges, accepted: false }
      : {
          verdict: 'warn',
          message: `${came}: refused, but 400 with invalid_grant was expected.`,
          exchanges,
          shown: again.exchange,
          accepted: false,
        };
  }
  if (later !== undefined && later.accessToken === undefined)
    return {
      verdict: 'info',
      message: `${came}, and a minute later ${describeToken(later)}: it is rotated, with a short time in which the old one still works.`,
      exchanges,
      accepted: true,
    };
  if (provider.isGiven)
    return {
      verdict: 'info',
      message: `${came}: ${provider.title} never ends a refresh token because it was used, and nobody who uses it can change that. Keep refresh tokens of public clients like passwords.`,
      exchanges,
      accepted: true,
    };
  const minute = later === undefined ? '' : ', also a minute later';
  return {
    verdict: 'fail',
    message: `${came}${minute}: invalid_grant was expected, because refresh tokens of public clients are good once.`,
    exchanges,
    shown: (later ?? again).exchange,
    accepted: true,
    certain: true,
  };
}

function inconclusive(came: string, exchanges: readonly number[]): Judgement {
  return {
    verdict: 'inconclusive',
    message: `${came}: that says nothing of rotation.`,
    exchanges,
    undecidable: true,
  };
}
