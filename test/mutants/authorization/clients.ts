import { timingSafeEqual } from 'node:crypto';
import { json } from '../http.ts';
import type { ClientParts } from './parts.ts';
import type { ServerContext } from './state.ts';

/** RFC 6749 §2.3 and RFC 7523 §3. */
export function correctClients(context: ServerContext): ClientParts {
  const { issuer } = context;
  return {
    allowsTokenMethod: (method) => method === 'POST',
    findClient: (id) => context.clients.get(id),
    allowsMethod: ({ methods }, method) => methods.includes(method),
    secretMatches: (client, secret) => client.secret !== undefined && same(client.secret, secret),
    verifyAssertion: async ({ key }, assertion) => {
      if (key === undefined) return undefined;
      const { compactVerify, importJWK } = await import('jose');
      const alg = key.alg ?? 'ES256';
      return compactVerify(assertion, await importJWK(key, alg), { algorithms: [alg] }).then(
        ({ payload }) => JSON.parse(Buffer.from(payload).toString('utf8')) as Record<string, unknown>,
        () => undefined,
      );
    },
    isAssertionOfClient: ({ iss, sub }, { id }) => iss === id && sub === id,
    acceptsAssertionAudience: (aud) => {
      const named: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
      return named.some((audience) => audience === issuer || audience === `${issuer}/token`);
    },
    isAssertionFresh: ({ exp, nbf }, now) =>
      typeof exp === 'number' && exp > now && (nbf === undefined || nbf <= now + 60),
    isAssertionNew: (jti) => {
      if (typeof jti !== 'string' || context.assertions.has(jti)) return false;
      context.assertions.add(jti);
      return true;
    },
    invalidClient: () =>
      json(
        401,
        { error: 'invalid_client' },
        { 'www-authenticate': 'Basic realm="clients"', 'cache-control': 'no-store' },
      ),
  };
}

export function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
