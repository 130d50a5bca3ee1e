import { askAll, frontRefusalCheck } from '../front-refusal.ts';

export const refusesImplicitGrant = frontRefusalCheck({
  id: 'authorization-endpoint/refuses-implicit-grant',
  title: 'gives no token through the browser (implicit grant)',
  level: 'SHOULD',
  spec: ['RFC 9700 §2.1.2', 'OAuth 2.1 (draft-ietf-oauth-v2-1-13) §10.1'],
  passes:
    'An authorization request with `response_type=token`. It is refused, with unsupported_response_type or unauthorized_client.',
  fails: 'A token in the redirect: warn. It stays in the history of the browser and is bound to nobody.',
  fix: 'Turn the implicit grant off for this client ("allow implicit flow", "Access tokens" under "Implicit grant and hybrid flows").',
  rule: {
    demands: 'no_grant',
    broken: 'warn',
    means: 'unsupported_response_type was expected, because OAuth 2.1 has no implicit grant.',
  },
  ask: (context) =>
    askAll(context, [{ sent: 'with response_type=token', parameters: { response_type: 'token' } }]),
});
