import type { Asked } from '../front-channel.ts';
import { askAll, frontRefusalCheck, type Variant } from '../front-refusal.ts';

export const redirectsOnlyToRegisteredUris = frontRefusalCheck({
  id: 'authorization-endpoint/redirects-only-to-registered-uris',
  title: 'sends nobody to a redirect URI that differs from the registered one',
  level: 'MUST',
  spec: [
    'MCP 2026-07-28 authorization security considerations, Open Redirection',
    'RFC 9700 §2.1',
    'RFC 6749 §3.1.2.3',
  ],
  passes:
    "Authorization requests with the client's redirect URI and one change each: a longer path, a query, a slash at the end, another host, a user name, a fragment. Each gets an error page. Another port of a loopback address is allowed (RFC 8252 §7.3) and not tried.",
  fails:
    'A redirect to the changed URI, with a code or with an error: fail. Whoever owns that address gets the code.',
  fix: 'Compare redirect URIs character by character with the registered ones, ports of loopback addresses excepted, and show an error page otherwise. Take wildcards out of the registration of the client.',
  rule: {
    demands: 'no_redirect',
    broken: 'fail',
    means: 'an error page was expected, because this URI is not registered.',
  },
  ask: (context, good) => askAll(context, variantsOf(good)),
});

/** The client's redirect URI with one change each. Hosts are reserved ones (RFC 2606). */
function variantsOf({ redirectUri }: Asked): readonly Variant[] {
  const changed: readonly (readonly [what: string, uri: string])[] = [
    ['a longer path', `${redirectUri}/more`],
    ['a query', `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}more=1`],
    ['a slash at the end', `${redirectUri}/`],
    ['another host', 'https://attacker.example/callback'],
    ['a user name', redirectUri.replace('://', '://user@')],
    ['a fragment', `${redirectUri}#more`],
  ];
  return changed.map(([what, uri]) => ({
    sent: `whose redirect URI has ${what}`,
    parameters: { redirect_uri: uri },
  }));
}
