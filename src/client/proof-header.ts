import type { Secret } from '../secret.ts';
import type { ProofOfPossession } from '../types.ts';

/** The value of a `DPoP` header, made for this one request, with the nonce that its origin gave last. */
export function proofHeader(
  key: ProofOfPossession,
  request: { readonly method: string; readonly url: string; readonly accessToken: Secret },
  nonces: ReadonlyMap<string, string>,
): Promise<string> {
  const nonce = nonces.get(new URL(request.url).origin);
  return key.prove({ ...request, ...(nonce === undefined ? {} : { nonce }) });
}
