import type { AttackTokens } from '../checks/check.ts';
import { readToken } from './config/token-text.ts';
import type { Io } from './io.ts';
import type { VerifyFlags } from './verify.ts';

const FLAGS = {
  expired: ['expiredTokenFile', '--expired-token-file'],
  wrongAudience: ['wrongAudienceTokenFile', '--wrong-audience-token-file'],
  wrongIssuer: ['wrongIssuerTokenFile', '--wrong-issuer-token-file'],
} as const;

/**
 * Tokens for the attacks that need a real one with one fault. A file is named on purpose: the endpoint will
 * see the token.
 * @throws UsageError `credential.*` when a file cannot be read or holds no token
 */
export async function attackTokensFrom(flags: VerifyFlags, io: Io): Promise<AttackTokens> {
  const reader = { inputs: { ...io, flags: {}, targets: [] }, base: io.cwd };
  const tokens: [string, unknown][] = [];
  for (const [kind, [key, flag]] of Object.entries(FLAGS)) {
    const file = flags[key];
    if (file !== undefined) tokens.push([kind, await readToken({ file }, reader, flag)]);
  }
  return Object.fromEntries(tokens);
}
