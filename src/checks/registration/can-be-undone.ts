import type { Check, Judgement } from '../check.ts';
import { isRegistered, noRegistering } from '../registering.ts';
import { describeRegistration, leftBehind, type Registered, registered } from './registered.ts';

export const canBeUndone: Check<Registered> = {
  id: 'registration/can-be-undone',
  title: 'deletes a registered client when the client asks for it',
  level: 'INFO',
  spec: ['RFC 7592 §2.3'],
  per: 'target',
  needs: ['--allow-registering'],
  passes:
    'The answer to a registration has `registration_client_uri` and `registration_access_token`, and a DELETE there succeeds.',
  fails: 'There is no such way, or it does not work: info. Clients that nobody uses pile up.',
  fix: 'Offer client configuration (RFC 7592), or let clients that nobody uses expire.',
  unmet: noRegistering,
  observe: registered,
  judge: judgeUndone,
};

function judgeUndone({ answer, undone }: Registered): Judgement {
  const exchanges = [answer.exchange];
  const stays = leftBehind(answer, undone);
  if (!isRegistered(answer))
    return {
      verdict: 'skip',
      message: `There was nothing to delete: the registration was answered ${describeRegistration(answer)}.`,
      exchanges,
    };
  switch (undone.how) {
    case 'deleted':
      return { verdict: 'pass', message: 'The client that was registered is deleted again.', exchanges };
    case 'failed':
      return { verdict: 'info', message: `${undone.why}${stays}`, exchanges };
    default:
      return {
        verdict: 'info',
        message: `The answer to the registration does not say how to delete the client.${stays}`,
        exchanges,
      };
  }
}
