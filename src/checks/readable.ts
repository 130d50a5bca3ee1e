import type { Token } from '../types.ts';
import type { CheckContext } from './check.ts';

/** Why the claims of the flow's token cannot be read, if so. */
export function unreadable({ flow }: CheckContext): string | undefined {
  const token = flow?.token;
  if (token?.claims != null) return undefined;
  return `The access token is ${kindOfUnread(token)}, so only the endpoint knows what it says.`;
}

/** What to call a token that nobody but the endpoint reads. */
export function kindOfUnread(token: Pick<Token, 'format'> | undefined): string {
  if (token?.format === 'jwe') return 'encrypted';
  return token?.format === 'jwt' ? 'unreadable' : 'opaque';
}

/** Numbers of the exchanges that brought the flow's token. */
export function exchangesOfToken({ flow }: CheckContext): readonly number[] {
  return flow?.tokens?.exchanges ?? [];
}
