import { TokenError } from '../errors.ts';
import type { ServerAnswer, TokenProbe } from '../types.ts';
import { type Asked, askAsMachine, machineFlow } from './as-machine.ts';
import type { CheckContext, Judgement } from './check.ts';
import { once } from './once.ts';
import { describeServerAnswer, undecided } from './server-said.ts';

/** Why no machine can ask for a token, as a sentence; undefined: one can. */
export function noMachine(context: CheckContext): string | undefined {
  const machine = machineFlow(context);
  if (typeof machine !== 'string') return undefined;
  return `${machine.charAt(0).toUpperCase()}${machine.slice(1)}${machine.endsWith('.') ? '' : '.'}`;
}

/** Asks as the machine of this run does, but for the changes. Rejects as `ServerProbe.token` does. */
export async function askForToken(
  context: CheckContext,
  asked: Asked = {},
  how: Omit<TokenProbe, 'parameters'> = {},
): Promise<ServerAnswer> {
  const machine = machineFlow(context);
  const answer = typeof machine === 'string' ? undefined : await askAsMachine(context, machine, asked, how);
  if (answer === undefined) throw nobodyAsks();
  return answer;
}

/** A bug of the check: what is not met was not looked at. */
export function nobodyAsks(): TokenError {
  return new TokenError('internal.no_client', 'A check asked for a token that nobody can ask for.');
}

/** The answer to a good request, the same for all checks: what is refused beside it means something. */
export async function goodGrant(context: CheckContext): Promise<ServerAnswer> {
  return await once(context, 'token-endpoint/good-grant', () => askForToken(context));
}

/** The parameters that ask for a token for another API: by scope at Entra ID, by audience at Auth0, else by resource. */
export function forApi(api: string, { evidence }: CheckContext): Asked {
  const { profile, target, discovery } = evidence;
  if (profile.name === 'entra') return { scope: api, resource: null };
  const named = discovery === null ? {} : profile.parameters('client_credentials', target, discovery);
  return 'audience' in named
    ? { audience: api, scope: null, resource: null }
    : { resource: api, scope: null };
}

/** A request that must not get what it asks for, beside a good one. */
export interface Refused {
  /** What was sent, as the beginning of a sentence. */
  readonly sent: string;
  readonly good: ServerAnswer;
  readonly answer: ServerAnswer;
}

/** What keeps a refusal from being judged: it was not the server's word, or the good request is refused as well. */
export function unjudged({ sent, good, answer }: Refused): Judgement | undefined {
  const unclear = undecided(sent, answer);
  if (unclear !== undefined || answer.accessToken !== undefined || good.accessToken !== undefined)
    return unclear;
  return {
    verdict: 'inconclusive',
    message: `${sent} was answered ${describeServerAnswer(answer)}, but so was a good request: ${describeServerAnswer(good)}.`,
    exchanges: [good.exchange, answer.exchange],
  };
}
