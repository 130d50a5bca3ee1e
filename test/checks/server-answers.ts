import { createVault } from '../../src/http/index.ts';
import type { ServerAnswer } from '../../src/types.ts';

/** An answer of the authorization server as a judge sees it; an empty 400 unless told otherwise. */
export function serverAnswerOf(changes: Partial<ServerAnswer> = {}): ServerAnswer {
  return {
    status: 400,
    headers: [],
    location: undefined,
    members: {},
    error: undefined,
    body: '',
    exchange: 1,
    request: { method: 'GET', url: 'https://as.example/authorize', headers: [] },
    ...changes,
  };
}

/** One with tokens. */
export function tokenAnswerOf(changes: Partial<ServerAnswer> = {}): ServerAnswer {
  const vault = createVault();
  return serverAnswerOf({ status: 200, accessToken: vault.keep('an access token of nobody'), ...changes });
}
