import type { Exchange } from '../../../types.ts';
import type { Symptoms } from '../../rule.ts';
import { atEndpoint } from './seen.ts';

/** The first redirect that the endpoint answered with. */
export function redirectOf(symptoms: Symptoms): Exchange | undefined {
  return atEndpoint(symptoms).find(
    ({ status, location }) => status !== null && status >= 300 && status < 400 && location !== undefined,
  );
}

/** How another URL of the same thing differs, in words. */
export function changeOf(from: string, to: string): string {
  const [one, other] = [new URL(from), new URL(to)];
  if (one.hostname !== other.hostname) return `to another host, ${other.host}`;
  if (one.protocol !== other.protocol) return `from ${one.protocol}// to ${other.protocol}//`;
  if (`${one.pathname}/` === other.pathname) return 'to the same path with a slash behind';
  if (one.pathname === `${other.pathname}/`) return 'to the same path without the slash behind';
  return `to another path, ${other.pathname}`;
}
