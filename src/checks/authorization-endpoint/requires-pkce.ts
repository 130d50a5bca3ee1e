import type { CodeAnswer } from '../../types.ts';
import type { Check, CheckContext, Judgement } from '../check.ts';
import { type Asked, goodRequest, noFrontChannel, outcomeOf, withoutChallenge } from '../front-channel.ts';
import { type FrontRule, isPublicClient, judgeFrontRefusals } from '../front-refusal.ts';
import { type Provider, providerOf } from '../server-metadata.ts';
import { codeWithoutChallenge, noSignIns } from './sign-in.ts';

interface Unchallenged {
  readonly good: Asked;
  readonly asked: Asked;
  /** Where the server shows its sign-in first: what came of one. */
  readonly came?: Pick<CodeAnswer, 'code' | 'error'>;
  /** Why nobody signed in for it. */
  readonly obstacle: string | undefined;
  readonly isPublic: boolean;
  readonly provider: Provider;
}

const RULE: FrontRule = {
  demands: 'no_grant',
  errors: ['invalid_request'],
  broken: 'fail',
  means:
    'invalid_request was expected, because a code that is bound to no code challenge is good for whoever has it.',
};

export const requiresPkce: Check<Unchallenged> = {
  id: 'authorization-endpoint/requires-pkce',
  title: 'gives no code to a request without a code challenge',
  level: 'MUST',
  spec: [
    'MCP 2026-07-28 authorization security considerations, Authorization Code Protection',
    'OAuth 2.1 (draft-ietf-oauth-v2-1-13) §4.1.1',
    'OAuth 2.1 (draft-ietf-oauth-v2-1-13) §7.5.2',
    'RFC 7636 §4.4.1',
  ],
  per: 'target',
  part: 'negative',
  // A person may have to sign in for it.
  alone: true,
  needs: ['sign-in'],
  passes:
    'An authorization request without `code_challenge`. It is refused, best with invalid_request. Where a server shows its sign-in first, somebody signs in for it with --allow-sign-ins.',
  fails:
    'A code: fail for a public client; info for one with a secret, which may be protected otherwise, and at a provider whose users cannot change it (Entra ID). Refused with another error: warn.',
  fix: 'Require PKCE for every client ("PKCE required", "proof key for code exchange: S256 only").',
  unmet: noFrontChannel,
  observe: observeUnchallenged,
  judge: judgeUnchallenged,
};

async function observeUnchallenged(context: CheckContext): Promise<Unchallenged> {
  const good = await goodRequest(context);
  const asked = await withoutChallenge(context);
  const obstacle = noSignIns(context);
  const facts = {
    good,
    asked,
    obstacle,
    isPublic: isPublicClient(context),
    provider: providerOf(context.evidence),
  };
  return goesOn(asked) && obstacle === undefined
    ? { ...facts, came: await codeWithoutChallenge(context) }
    : facts;
}

/** Whether the answer may be a sign-in, after which all is open. */
function goesOn(asked: Asked): boolean {
  return ['page', 'elsewhere'].includes(outcomeOf(asked));
}

function judgeUnchallenged(observed: Unchallenged): Judgement {
  const { good, asked, came, obstacle } = observed;
  const exchanges = [good.answer.exchange, asked.answer.exchange];
  if (came?.code !== undefined)
    return weighed(
      {
        verdict: 'fail',
        message: `A sign-in whose authorization request had no code challenge brought a code: ${RULE.means}`,
        exchanges,
        shown: asked.answer.exchange,
        accepted: true,
        certain: true,
      },
      observed,
    );
  if (came !== undefined) {
    const right = came.error === 'invalid_request';
    return {
      verdict: right ? 'pass' : 'warn',
      message: `A sign-in whose authorization request had no code challenge came back with ${came.error ?? 'nothing'}${right ? ', as expected.' : '; invalid_request was expected.'}`,
      exchanges,
      accepted: false,
    };
  }
  if (goesOn(asked) && obstacle !== undefined)
    return {
      verdict: 'skip',
      message: `The server shows its sign-in before it looks at the request. ${obstacle}`,
      exchanges,
    };
  return weighed(judgeFrontRefusals({ good, asked: [asked] }, RULE), observed);
}

function weighed(judged: Judgement, { isPublic, provider }: Unchallenged): Judgement {
  if (judged.accepted !== true || (isPublic && !provider.isGiven)) return judged;
  const why = isPublic
    ? `${provider.title} leaves PKCE to the client, and nobody who uses it can change that.`
    : 'This client has a secret, so that other means may protect it (OAuth 2.1, draft 13, §7.5.2).';
  const { exchanges, message } = judged;
  return { verdict: 'info', message: `${message} ${why}`, exchanges, accepted: true };
}
