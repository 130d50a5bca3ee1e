import type { Secret } from '../../secret.ts';
import type { ProbeAnswer, ServerAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import { askAsMachine, machineFlow, refusedBy } from '../as-machine.ts';
import { likeTheGoodOne } from '../bearer.ts';
import type { Check, CheckContext } from '../check.ts';
import { present } from '../forged.ts';
import { wasAccepted } from '../refusal.ts';

interface Revocation {
  readonly before?: ProbeAnswer;
  readonly after?: ProbeAnswer;
  /** Why there is nothing to look at. */
  readonly skipped?: string;
}

export const rejectsRevokedToken: Check<Revocation> = {
  id: 'endpoint/rejects-revoked-token',
  title: 'rejects a token that was revoked',
  level: 'INFO',
  spec: ['RFC 7009 §2.1', 'derived from RFC 7009 §3'],
  per: 'target',
  needs: ['client credential'],
  alone: true,
  passes:
    "The client of a flow asks for a token of its own, which the endpoint has to let in; then it is revoked at the authorization server, and shown again. It has to be refused. The run's own token is left alone.",
  fails:
    'Letting it in is told as information: servers that verify JWTs by themselves rightly take them until they expire.',
  cannotKnow: 'Whether a server that asks now and then learns of the revocation later.',
  fix: 'Where revocation must take effect at once, ask the introspection endpoint (RFC 7662) at every request; otherwise keep the lifetime of access tokens short.',
  unmet: (context) => {
    const machine = machineFlow(context);
    if (typeof machine === 'string') return `Needs a fresh token to revoke, and ${machine}.`;
    return context.evidence.discovery?.authorizationServerMetadata?.document.revocation_endpoint === undefined
      ? 'The authorization server names no revocation_endpoint.'
      : undefined;
  },
  observe: async (context) => {
    const machine = machineFlow(context);
    if (typeof machine === 'string') return { skipped: `${machine}.` };
    const answer = await askAsMachine(context, machine);
    if (answer?.accessToken === undefined) return { skipped: `No token to revoke came${said(answer)}.` };
    if (isInUse(answer.accessToken, context))
      return {
        skipped: 'The authorization server hands out the token of the run once more, which is needed.',
      };
    const own: CheckContext = {
      ...context,
      flow: machine,
      era: context.evidence.eras.legacy === false ? 'modern' : 'legacy',
    };
    const shown = likeTheGoodOne(answer.accessToken, own, '$REVOKED_TOKEN');
    const { answer: before } = await present(own, 'a fresh token', shown);
    const revoked = await context.serverProbe?.(machine).revoke(answer.accessToken, 'access_token');
    if (!wasAccepted(before)) return { before, skipped: 'The endpoint did not let the fresh token in.' };
    if (revoked?.status !== 200)
      return { before, skipped: `The authorization server did not revoke it${said(revoked)}.` };
    return { before, after: (await present(own, 'the token after its revocation', shown)).answer };
  },
  judge: ({ before, after, skipped = 'Nothing was sent.' }) => {
    const exchanges = [before, after].flatMap((answer) => (answer === undefined ? [] : [answer.exchange]));
    if (after === undefined) return { verdict: 'skip', message: skipped, exchanges };
    const came = `A token that was revoked at the authorization server was answered ${describeAnswer(after)}`;
    return wasAccepted(after)
      ? { verdict: 'info', message: `${came}: it is good until it expires.`, exchanges }
      : { verdict: 'pass', message: `${came}; before that it was let in.`, exchanges };
  },
};

/** Some servers give the same token until it expires. */
function isInUse(token: Secret, { evidence }: CheckContext): boolean {
  return evidence.flows.some(({ tokens }) => tokens?.accessToken.reveal() === token.reveal());
}

function said(answer: ServerAnswer | undefined): string {
  return answer === undefined ? '' : `: ${refusedBy(answer)}`;
}
