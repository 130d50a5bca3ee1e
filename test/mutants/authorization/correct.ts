import { correctAfterlife } from './afterlife.ts';
import { correctAuthorize } from './authorize.ts';
import { correctBinding } from './binding.ts';
import { correctClients } from './clients.ts';
import { correctGrants } from './grants.ts';
import type { ServerParts } from './parts.ts';
import { correctPublished } from './published.ts';
import { correctRedemption } from './redemption.ts';
import { correctRegistration } from './registration.ts';
import type { ServerContext } from './state.ts';
import { correctTokens } from './tokens.ts';

/** The authorization server as it should be. */
export function correctServer(context: ServerContext): ServerParts {
  return {
    ...correctPublished(context),
    ...correctClients(context),
    ...correctGrants(context),
    ...correctAuthorize(context),
    ...correctRedemption(context),
    ...correctBinding(context),
    ...correctTokens(context),
    ...correctAfterlife(context),
    ...correctRegistration(context),
    answer: (_request, answer) => answer,
    withoutTls: () => ({
      status: 400,
      headers: { 'content-type': 'text/plain', connection: 'close' },
      body: 'This port speaks HTTPS.',
    }),
  };
}
