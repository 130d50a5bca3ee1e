import type { FlowStep } from '../../job.ts';
import { decodeToken, type KeyCache, verifySignature } from '../../token/index.ts';
import type { Token, TokenSet } from '../../types.ts';

/** A run has few tokens that many targets share; what a target has alone need not be known longer. */
const MOST = 100;

/**
 * Decodes tokens, and verifies their signatures where it can. One that several targets share is verified once:
 * what is known of it is its very text, by the keys of one place.
 */
export function createTokenReader(keys: KeyCache): (step: FlowStep, tokens: TokenSet) => Promise<Token> {
  const verified = new Map<string, Token>();
  return async (step, { accessToken }) => {
    const text = accessToken.reveal();
    const jwksUri =
      step.target.jwksUri ?? step.discovery.authorizationServerMetadata?.document.jwks_uri ?? undefined;
    const place = `${jwksUri ?? ''} ${text}`;
    const known = verified.get(place);
    if (known !== undefined) return known;
    const token = decodeToken(text);
    if (token.format !== 'jwt' || jwksUri === undefined) return token;
    const read = await verifySignature(accessToken, token, { jwksUri, http: step.http, cache: keys });
    if (read.signature !== 'verified') return read;
    if (verified.size >= MOST) verified.clear();
    verified.set(place, read);
    return read;
  };
}
