import { tokenChallenge } from '../text/challenges.ts';
import type { Challenge, ProbeAnswer } from '../types.ts';
import type { CheckContext } from './check.ts';
import { unauthorized } from './discovered.ts';
import { once } from './once.ts';

/** What requests without a token were answered when they were sent once more, after discovery. */
export interface RepeatedRefusals {
  /** The same request that was refused at first. */
  readonly post: ProbeAnswer;
  readonly get: ProbeAnswer;
}

/** Sends them once for all checks that look at the answers. */
export async function repeatedRefusals(context: CheckContext): Promise<RepeatedRefusals> {
  const [first] = context.evidence.discovery === null ? [] : unauthorized(context.evidence.discovery);
  const era = first?.era ?? 'modern';
  return await once(context, 'discovery/repeated-refusals', async () => {
    const post = await context.probe({ era, phase: 'check' });
    const get = await context.probe({ era, method: 'GET', phase: 'check' });
    return { post, get };
  });
}

/** A challenge with where it came from. */
export interface Seen {
  /** "the first POST", "a GET". */
  readonly request: string;
  readonly challenge: Challenge | null;
}

export function seenIn(request: string, answer: { readonly challenges: readonly Challenge[] }): Seen {
  return { request, challenge: tokenChallenge(answer.challenges) };
}
