import { UsageError } from '../errors.ts';
import { createProof } from '../token/index.ts';
import type { ProofOfPossession } from '../types.ts';
import type { Library } from './client.ts';
import type { FlowContext } from './flow.ts';
import type { Grant } from './grant.ts';
import type { PinnedServer } from './pinning.ts';

/**
 * The key that the token of this attempt is bound to, where the request asks for DPoP: the `earlier` one when
 * a token is refreshed (RFC 9449 §5: a public client's refresh token is bound to it), else a new one. Asks
 * nobody.
 * @throws UsageError `config.library`; TokenError `metadata.dpop`
 */
export async function proofFor(
  context: FlowContext,
  server: PinnedServer,
  library: Library,
  earlier?: ProofOfPossession,
): Promise<ProofOfPossession | undefined> {
  if (context.request.dpop !== true && earlier === undefined) return undefined;
  if (library === 'msal') {
    throw new UsageError('config.library', 'msal-node has no DPoP (RFC 9449). Nothing was sent.', {
      target: context.target.name,
      hint: 'Use --library openid-client, or leave --dpop out. Entra ID binds no tokens by DPoP.',
    });
  }
  return earlier ?? (await createProof(server.metadata.dpop_signing_alg_values_supported));
}

/** Binds an authorization code to the key as well (RFC 9449 §10); empty without DPoP. */
export function proofParameters({ proof }: Pick<Grant, 'proof'>): { readonly dpop_jkt?: string } {
  return proof === undefined ? {} : { dpop_jkt: proof.thumbprint };
}
