import { provenKeyOf } from '../proof.ts';
import type { GateParts, ResourceContext } from './parts.ts';

/** Thrown where the issuer's keys cannot be had, which says nothing about the token. */
export class KeysUnavailable extends Error {}

/** RFC 6750 §2.1: the token stands in one Authorization header, and nowhere else. RFC 9449 §7.1. */
export function correctGate({ dpop, origin, now }: ResourceContext): GateParts {
  const seen = new Set<string>();
  return {
    credential: (lines) => {
      const [line, ...more] = lines;
      if (line === undefined) return { kind: 'none' };
      if (more.length > 0) return { kind: 'malformed', detail: 'More than one Authorization header' };
      const token = /^\S+ +(\S.*)$/.exec(line)?.[1];
      return token === undefined
        ? { kind: 'malformed', detail: 'The Authorization header is malformed' }
        : { kind: 'token', token: token.trimEnd() };
    },
    isBearer: (scheme) => scheme.toLowerCase() === 'bearer',
    isDpop: (scheme) => dpop && scheme.toLowerCase() === 'dpop',
    keyOfProof: ({ method, path, headers }, accessToken) =>
      provenKeyOf(headers.dpop ?? [], { method, url: origin + path, now: now(), seen, accessToken }),
    tokenElsewhere: () => undefined,
    exempt: () => undefined,
    problemOfError: (error) =>
      error instanceof KeysUnavailable
        ? { kind: 'keys_unavailable', detail: 'The keys of the issuer cannot be had' }
        : { kind: 'invalid_token', detail: 'The token cannot be verified' },
  };
}
