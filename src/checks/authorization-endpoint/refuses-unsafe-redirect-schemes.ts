import { askAll, frontRefusalCheck } from '../front-refusal.ts';

export const refusesUnsafeRedirectSchemes = frontRefusalCheck({
  id: 'authorization-endpoint/refuses-unsafe-redirect-schemes',
  title: 'sends nobody to plain http on another machine, nor to a script',
  level: 'MUST',
  spec: ['MCP 2026-07-28 authorization security considerations, Communication Security', 'RFC 9700 §2.6'],
  passes:
    'Authorization requests with the redirect URIs http://attacker.example/callback and javascript:alert(1). Each gets an error page.',
  fails:
    'A redirect there: fail. A code on plain http can be read on the way, and a script runs in the page.',
  fix: 'Take only redirect URIs that are registered, and register only https and, for native applications, http on loopback.',
  rule: {
    demands: 'no_redirect',
    broken: 'fail',
    means: 'an error page was expected, because redirect URIs are https, or http on loopback.',
  },
  ask: (context) =>
    askAll(
      context,
      ['http://attacker.example/callback', 'javascript:alert(1)'].map((uri) => ({
        sent: `with the redirect URI ${uri}`,
        parameters: { redirect_uri: uri },
      })),
    ),
});
