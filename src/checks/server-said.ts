import { quote } from '../token/index.ts';
import type { ServerAnswer } from '../types.ts';
import type { Judgement } from './check.ts';

/** What the authorization server answered, in one phrase. */
export function describeServerAnswer({ status, error, members, accessToken }: ServerAnswer): string {
  if (accessToken !== undefined) return `${status} with an access token`;
  if (error === undefined) return `${status} without an OAuth error`;
  const { error_description: said } = members;
  return `${status} ${quote(error, 60)}${typeof said === 'string' ? ` (${quote(said, 160)})` : ''}`;
}

/** The judgement of an answer that is not the authorization server's word on the question; undefined: it is. */
export function undecided(sent: string, answer: ServerAnswer): Judgement | undefined {
  const { status, error, accessToken, exchange } = answer;
  const inconclusive = (why: string): Judgement => ({
    verdict: 'inconclusive',
    message: `${sent} was answered ${describeServerAnswer(answer)}: ${why}.`,
    exchanges: [exchange],
  });
  if (accessToken !== undefined) return undefined;
  if (status === 429) return inconclusive('the server is busy; run again later');
  if (status >= 500) return inconclusive('the server broke down, which says nothing about the rule');
  if (status === 403 && error === undefined)
    return inconclusive('a page of something in front of it, perhaps a firewall');
  return undefined;
}
