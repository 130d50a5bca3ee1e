import type { CheckContext } from './check.ts';

/** Why the claims of the flow's token cannot be read, if so. */
export function unreadable({ flow }: CheckContext): string | undefined {
  const token = flow?.token;
  if (token?.claims != null) return undefined;
  const kind = token?.format === 'jwe' ? 'encrypted' : token?.format === 'jwt' ? 'unreadable' : 'opaque';
  return `The access token is ${kind}, so only the endpoint knows what it says.`;
}

/** Numbers of the exchanges that brought the flow's token. */
export function exchangesOfToken({ flow }: CheckContext): readonly number[] {
  return flow?.tokens?.exchanges ?? [];
}
