import { Secret } from '../secret.ts';
import type { Flow } from './flow.ts';

/**
 * No token at all, for endpoints that want none: an empty token of type `none`, with which a session sends no
 * Authorization header. The vault does not keep it: an empty text would redact everything.
 */
export const none: Flow = {
  name: 'none',
  summary: 'no token: the endpoint wants none',
  needsPerson: false,
  needsIssuer: false,
  run: () =>
    Promise.resolve({
      accessToken: new Secret(''),
      tokenType: 'none',
      expiresAt: null,
      scopes: null,
      library: 'none',
      exchanges: [],
    }),
};
