import type { CheckContext } from '../check.ts';
import { authorize } from '../front-channel.ts';
import { frontRefusalCheck } from '../front-refusal.ts';
import { once } from '../once.ts';

export const refusesUnknownClients = frontRefusalCheck({
  id: 'authorization-endpoint/refuses-unknown-clients',
  title: 'sends nobody anywhere for a client that it does not know',
  level: 'MUST',
  spec: ['RFC 6749 §4.1.2.1', 'OAuth 2.1 (draft-ietf-oauth-v2-1-13) §4.1.2.1'],
  passes: 'An authorization request with a client id that nobody has. It gets an error page.',
  fails:
    'A redirect to the redirect URI, with a code or with an error: fail. Without a client there is nothing to compare that URI with, so anybody could name any.',
  fix: 'Look the client up first, and show an error page when there is none.',
  rule: {
    demands: 'no_redirect',
    broken: 'fail',
    means: 'an error page was expected, because nobody registered that redirect URI.',
  },
  ask: async (context) => [await unknownClient(context)],
});

/** The answer is an error page at most servers, the only page of theirs that needs no sign-in. */
export function unknownClient(context: CheckContext) {
  return once(context, 'front-channel/unknown-client', () =>
    authorize(context, 'of a client that nobody registered', {
      client_id: `mcp-authcheck-${crypto.randomUUID()}`,
    }),
  );
}
