import type { Token } from '../../../types.ts';

/** The later of `iat` and `nbf`, in milliseconds since the epoch; undefined: the token has neither. */
export function beginOf({ issuedAt, notBefore }: Token): number | undefined {
  const begins = [issuedAt, notBefore].flatMap((text) => (text === null ? [] : [Date.parse(text)]));
  return begins.length === 0 ? undefined : Math.max(...begins);
}
