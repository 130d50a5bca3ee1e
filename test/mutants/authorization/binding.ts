import { provenKeyOf } from '../proof.ts';
import type { BindingParts } from './parts.ts';
import type { ServerContext } from './state.ts';

/** RFC 9449 §4.3, §5 and §6.1. */
export function correctBinding({ dpop, issuer, now }: ServerContext): BindingParts {
  const seen = new Set<string>();
  return {
    keyOfProof: async ({ method, headers: { dpop: lines } }) => {
      if (!dpop || lines === undefined) return {};
      const thumbprint = await provenKeyOf(lines, { method, url: `${issuer}/token`, now: now(), seen });
      return thumbprint === undefined ? { problem: 'invalid_dpop_proof' } : { thumbprint };
    },
    bindsToken: (thumbprint) => ({ cnf: { jkt: thumbprint } }),
    isRefreshTokenOfKey: ({ grant: { client, boundTo } }, thumbprint) =>
      boundTo === undefined || !client.methods.includes('none') || boundTo === thumbprint,
  };
}
