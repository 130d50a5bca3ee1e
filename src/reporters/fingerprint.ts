import { createHash } from 'node:crypto';

/** The same 32 hexadecimal digits for the same parts in every run, for programs that recognise a problem again. */
export function fingerprint(...parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}
