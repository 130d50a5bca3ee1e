import { askAll, frontRefusalCheck } from '../front-refusal.ts';

export const refusesPlainPkce = frontRefusalCheck({
  id: 'authorization-endpoint/refuses-plain-pkce',
  title: 'gives no code to a request whose code challenge is the verifier itself',
  level: 'SHOULD',
  spec: [
    'RFC 9700 §2.1.1',
    'RFC 7636 §7.2',
    'MCP 2026-07-28 authorization security considerations, Authorization Code Protection',
  ],
  passes:
    'Authorization requests with `code_challenge_method=plain`, and with a challenge but no method, which means plain (RFC 7636 §4.3). Both are refused.',
  fails: 'A code: warn. With plain, whoever can read the authorization request can redeem the code.',
  fix: 'Take S256 only ("code challenge method: S256"), and list nothing else in code_challenge_methods_supported.',
  rule: {
    demands: 'no_grant',
    errors: ['invalid_request'],
    broken: 'warn',
    means: 'invalid_request was expected, because every MCP client can do S256.',
  },
  ask: (context) =>
    askAll(context, [
      { sent: 'with code_challenge_method=plain', parameters: { code_challenge_method: 'plain' } },
      { sent: 'with a challenge and no method', parameters: { code_challenge_method: null } },
    ]),
});
