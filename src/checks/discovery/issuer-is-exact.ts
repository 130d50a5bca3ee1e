import { quote, quoteAll } from '../../token/index.ts';
import type { Discovery, Verdict } from '../../types.ts';
import { discoveryCheck } from '../discovered.ts';

export const issuerIsExact = discoveryCheck({
  id: 'discovery/issuer-is-exact',
  title: 'names its authorization server exactly as that server names itself',
  level: 'MUST',
  spec: [
    'MCP 2026-07-28 authorization, Authorization Server Metadata Discovery',
    'RFC 8414 §3.3',
    'OpenID Connect Discovery 1.0 §4.3',
  ],
  passes:
    '`issuer` in the metadata is, byte for byte, what the endpoint lists in `authorization_servers` and what the metadata was looked for under.',
  fails:
    'They differ in a trailing slash: warn. They differ otherwise, or there is no `issuer`: fail, because clients must not use the metadata.',
  fix: "Copy `issuer` from the authorization server's metadata into `authorization_servers` of the protected resource metadata, character for character, the slash at the end included.",
  unmet: (discovery) =>
    discovery.authorizationServerMetadata === null
      ? 'There is no authorization server metadata to compare.'
      : undefined,
  judge: ({ discovery }) => {
    const metadata = discovery.authorizationServerMetadata;
    const issuer: unknown = metadata?.document.issuer;
    const [verdict, words] = compareIssuer(issuer, discovery);
    return {
      verdict,
      message: `The authorization server calls itself ${typeof issuer === 'string' ? quote(issuer) : 'nothing'}; ${words}.`,
      exchanges: metadata === null ? [] : [metadata.exchange],
    };
  },
});

function compareIssuer(
  issuer: unknown,
  { issuer: asked, authorizationServers }: Discovery,
): readonly [Verdict, string] {
  const named = authorizationServers.length > 0 ? authorizationServers : [asked ?? ''];
  const names = `${authorizationServers.length > 0 ? 'the endpoint names it' : 'it was asked for as'} ${quoteAll(named)}`;
  if (typeof issuer !== 'string') return ['fail', `${names}, and identity was expected`];
  if (asked !== null && asked !== issuer && trimmed(asked) !== trimmed(issuer))
    return ['fail', `its metadata was asked for as ${quote(asked)}, and identity was expected`];
  if (named.includes(issuer) && (asked === null || asked === issuer)) return ['pass', names];
  if (named.some((name) => trimmed(name) === trimmed(issuer)))
    return ['warn', `${names}: they differ in a trailing slash, and strict clients refuse that`];
  return ['fail', `${names}, and identity was expected`];
}

function trimmed(issuer: string): string {
  return issuer.endsWith('/') ? issuer.slice(0, -1) : issuer;
}
