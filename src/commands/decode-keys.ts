import { UsageError } from '../errors.ts';
import { profileFor } from '../profiles/index.ts';
import type { Secret } from '../secret.ts';
import { verifySignature } from '../token/index.ts';
import type { Http, Target, Token } from '../types.ts';
import type { DecodeFlags } from './decode.ts';
import type { Io } from './io.ts';
import { openNetwork } from './prepare.ts';

/** The token with its signature judged by the keys that the user named; as it was where none were. */
export async function verifiedByFlags(
  io: Io,
  flags: DecodeFlags,
  target: Target,
  raw: Secret,
  token: Token,
): Promise<Token> {
  if (flags.issuer === undefined && flags.jwks === undefined) return token;
  const network = await openNetwork(io, flags);
  try {
    const http = network.open({ name: 'decode', url: flags.jwks ?? flags.issuer ?? '', timeoutMs: 30_000 });
    const jwksUri = flags.jwks ?? (await keysOf(flags.issuer ?? '', target, http));
    return await verifySignature(raw, token, { jwksUri, http });
  } finally {
    await network.close();
  }
}

async function keysOf(issuer: string, target: Target, http: Http): Promise<string> {
  for (const url of profileFor(target, issuer).metadataUrls(issuer)) {
    const answer = await http.send({ method: 'GET', url, purpose: 'metadata', phase: 'discovery' });
    const document = answer.status === 200 ? json(answer.body) : undefined;
    if (typeof document?.jwks_uri === 'string') return document.jwks_uri;
  }
  throw new UsageError('usage.no_keys', `${issuer} publishes no metadata with a jwks_uri.`, {
    hint: 'Name the keys themselves: --jwks URL',
  });
}

function json(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
