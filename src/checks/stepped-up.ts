import { tokenChallenge } from '../text/challenges.ts';
import type { ProbeAnswer } from '../types.ts';
import { askToken, cannotAsk, type HeldToken, type NoToken } from './ask-token.ts';
import { callTool } from './call-tool.ts';
import type { CheckContext } from './check.ts';
import { type InsufficientCall, insufficientCall, unaskable, unscoped } from './insufficient.ts';
import { once } from './once.ts';
import { allOf, includesPermission, wordsOf } from './permissions.ts';

/** What became of a client that did as the 403 told it. */
export interface SteppedUp {
  readonly call: InsufficientCall;
  /** Scopes of the challenge. */
  readonly challenged: readonly string[];
  /** What was asked for: the challenged scopes and those that the token had. */
  readonly asked: readonly string[];
  readonly token: HeldToken | NoToken;
  /** The answer to the same call with the new token; null: there is none. */
  readonly answer: ProbeAnswer | null;
  readonly exchanges: readonly number[];
}

/** Why no check that steps up can run, if so. */
export function unsteppable(context: CheckContext): string | undefined {
  return unscoped(context) ?? unaskable(context);
}

/** One step up, once per era: a new token with the union of scopes, and the call again (MCP, Step-Up Authorization Flow). */
export async function stepUp(context: CheckContext): Promise<SteppedUp | NoToken> {
  return await once(context, `scope/stepped-up/${context.era ?? 'legacy'}`, async () => {
    const call = await insufficientCall(context);
    if ('why' in call) return call;
    const challenged = wordsOf(tokenChallenge(call.answer.challenges)?.parameters.scope);
    if (call.answer.status !== 403 || challenged.length === 0)
      return {
        why: 'there was no 403 whose challenge names scopes (see scope/challenge-names-what-is-missing)',
        exchanges: call.exchanges,
      };
    const { flow, permits } = call.token;
    const unable = cannotAsk(context, flow);
    if (unable !== undefined)
      return {
        why: `the client of the narrower token cannot ask for more: ${unable}`,
        exchanges: call.exchanges,
      };
    const asked = union(permits.scopes ?? [], challenged);
    const token = await askToken(context, flow, asked, '$WIDER_TOKEN');
    const answer = 'why' in token ? null : (await callTool(context, call.tool, token.shown)).answer;
    return {
      call,
      challenged,
      asked,
      token,
      answer,
      exchanges: [...call.exchanges, ...token.exchanges, ...(answer === null ? [] : [answer.exchange])],
    };
  });
}

/** As the endpoint spells them, where both name the same. */
function union(permissions: readonly string[], challenged: readonly string[]): readonly string[] {
  return [...permissions.filter((one) => !includesPermission(challenged, one)), ...challenged];
}

/** Whether the new token permits all that the challenge named; a server that does not say granted it. */
export function isGranted({ token, challenged }: SteppedUp): boolean {
  if ('why' in token) return false;
  const permissions = allOf(token.permits);
  return permissions === undefined || challenged.every((scope) => includesPermission(permissions, scope));
}
