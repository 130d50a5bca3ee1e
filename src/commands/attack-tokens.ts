import type { AttackTokens } from '../checks/check.ts';
import { UsageError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import { decodeToken } from '../token/index.ts';
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
 * @throws UsageError `credential.*` when a file cannot be read or holds no token, or the expired one is not expired
 */
export async function attackTokensFrom(flags: VerifyFlags, io: Io): Promise<AttackTokens> {
  const reader = { inputs: { ...io, flags: {}, targets: [] }, base: io.cwd };
  const tokens: [string, unknown][] = [];
  for (const [kind, [key, flag]] of Object.entries(FLAGS)) {
    const file = flags[key];
    if (file === undefined) continue;
    const token = await readToken({ file }, reader, flag);
    if (kind === 'expired') refuseLive(token, flag, io.now());
    tokens.push([kind, token]);
  }
  return Object.fromEntries(tokens);
}

/** Clocks may differ: what expired a minute ago may still be good to the endpoint. */
const SKEW_MS = 5 * 60_000;

function refuseLive(token: Secret, flag: string, now: number): void {
  const { format, expiresAt } = decodeToken(token.reveal());
  if (format !== 'jwt') return;
  if (expiresAt !== null && Date.parse(expiresAt) <= now - SKEW_MS) return;
  throw new UsageError(
    'credential.token_not_expired',
    `${flag}: expected a token that expired five minutes ago or more; this one ${expiresAt === null ? 'never expires' : `expires at ${expiresAt}`}.`,
    {
      hint: "Keep a token of an earlier run, or use --wait-expiry SECONDS to wait for the end of this run's own.",
    },
  );
}
