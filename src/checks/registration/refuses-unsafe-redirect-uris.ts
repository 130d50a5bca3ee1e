import type { ServerAnswer } from '../../types.ts';
import type { Check, CheckContext, Judgement } from '../check.ts';
import {
  clientDocument,
  isRegistered,
  noRegistering,
  registering,
  type Undone,
  undo,
} from '../registering.ts';
import { describeRegistration, leftBehind, registered } from './registered.ts';

interface Attempt {
  readonly uri: string;
  readonly answer: ServerAnswer;
  readonly undone: Undone;
}

interface Attempts {
  readonly good: ServerAnswer;
  readonly attempts: readonly Attempt[];
}

/** On a reserved host (RFC 2606), and one that is no address at all. */
const UNSAFE = ['javascript:alert(1)', 'http://attacker.example/callback'];

export const refusesUnsafeRedirectUris: Check<Attempts> = {
  id: 'registration/refuses-unsafe-redirect-uris',
  title: 'registers no script and no plain http on another machine as a redirect URI',
  level: 'MUST',
  spec: [
    'MCP 2026-07-28 authorization security considerations, Communication Security',
    'RFC 7591 §3.2.2',
    'RFC 7591 §5',
  ],
  per: 'target',
  part: 'negative',
  needs: ['--allow-registering'],
  passes:
    'Registrations with the redirect URIs javascript:alert(1) and http://attacker.example/callback. Each is refused, best with invalid_redirect_uri, or the client is registered without it.',
  fails: 'A client with such a redirect URI: fail; it is deleted again where that is possible.',
  fix: 'Register only redirect URIs with https, and with http on loopback for native applications; answer 400 with invalid_redirect_uri otherwise.',
  unmet: noRegistering,
  observe: observeAttempts,
  judge: judgeAttempts,
};

async function observeAttempts(context: CheckContext): Promise<Attempts> {
  const { answer: good } = await registered(context);
  const attempts: Attempt[] = [];
  if (isRegistered(good))
    for (const uri of UNSAFE) {
      const answer = await registering(context).register(clientDocument(context, { redirect_uris: [uri] }));
      attempts.push({ uri, answer, undone: await undo(context, answer) });
    }
  return { good, attempts };
}

function judgeAttempts({ good, attempts }: Attempts): Judgement {
  const exchanges = [good, ...attempts.map(({ answer }) => answer)].map(({ exchange }) => exchange);
  if (!isRegistered(good))
    return {
      verdict: 'skip',
      message: `It registers not even a client as it should be: ${describeRegistration(good)}.`,
      exchanges,
    };
  const told = attempts.map(({ uri, answer }) => `${uri}: ${describeRegistration(answer)}`).join('; ');
  const taken = attempts.filter(({ uri, answer }) => holds(answer, uri));
  const stays = taken.map(({ answer, undone }) => leftBehind(answer, undone)).join('');
  if (taken[0] !== undefined)
    return {
      verdict: 'fail',
      message: `A client was registered with the redirect URI ${taken.map(({ uri }) => uri).join(' and ')}; 400 with invalid_redirect_uri was expected.${stays}`,
      exchanges,
      shown: taken[0].answer.exchange,
      accepted: true,
      certain: true,
    };
  if (attempts.some(({ answer: { status } }) => status === 429 || status >= 500))
    return {
      verdict: 'inconclusive',
      message: `Registrations with unsafe redirect URIs (${told}).`,
      exchanges,
    };
  return {
    verdict: 'pass',
    message: `Unsafe redirect URIs are not registered (${told}).`,
    exchanges,
    accepted: false,
  };
}

/** A server may register something else than was asked for (RFC 7591 §3.2.1), and says so. */
function holds(answer: ServerAnswer, uri: string): boolean {
  if (!isRegistered(answer)) return false;
  const { redirect_uris: uris } = answer.members;
  return !Array.isArray(uris) || uris.includes(uri);
}
