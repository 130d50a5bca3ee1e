import { quote } from '../../token/index.ts';
import type { Check, CheckContext } from '../check.ts';
import { exchangesOfToken, unreadable } from '../readable.ts';

interface Issuer {
  readonly iss: string | null;
  /** As the authorization server names itself. */
  readonly published: string;
  /** What this provider also writes: version 1 tokens at Entra ID. */
  readonly alsoWritten: readonly string[];
  readonly exchanges: readonly number[];
}

export const issuerIsTheServer: Check<Issuer> = {
  id: 'token/issuer-is-the-server',
  title: 'is reached with a token whose issuer is the authorization server, as that names itself',
  level: 'MUST',
  spec: ['RFC 9068 §4', 'RFC 8414 §2'],
  passes: '`iss` of the token is, byte for byte, `issuer` of the authorization server metadata.',
  fails:
    'They differ in a trailing slash, or `iss` is another name that the provider is known to write (version 1 tokens of Entra ID): warn. They differ otherwise, or there is no `iss`: fail.',
  fix: 'Let the authorization server write its published issuer into `iss`: one public base URL for metadata and tokens. Entra ID: set `requestedAccessTokenVersion` to 2 in the manifest of the API.',
  per: 'flow',
  needsToken: true,
  needs: ['readable token'],
  unmet: (context) =>
    unreadable(context) ??
    (publishedIssuer(context) === undefined
      ? 'The issuer of the authorization server is not known; pin it with --issuer.'
      : undefined),
  observe: async (context) => {
    const { profile, discovery } = context.evidence;
    const published = publishedIssuer(context) ?? '';
    const names = [published, ...(discovery?.issuer == null ? [] : [discovery.issuer])];
    return {
      iss: context.flow?.token?.iss ?? null,
      published,
      alsoWritten: names.flatMap((name) => profile.acceptedIssuers(name)),
      exchanges: exchangesOfToken(context),
    };
  },
  judge: ({ iss, published, alsoWritten, exchanges }) => {
    const found = `\`iss\` is ${iss === null ? 'missing' : quote(iss)}; the authorization server calls itself ${quote(published)}`;
    if (iss === published) return { verdict: 'pass', message: `${found}.`, exchanges };
    if (iss !== null && withoutSlash(iss) === withoutSlash(published))
      return {
        verdict: 'warn',
        message: `${found}: they differ in a trailing slash, and strict servers refuse that.`,
        exchanges,
      };
    return iss !== null && alsoWritten.includes(iss)
      ? {
          verdict: 'warn',
          message: `${found}: another name of the same server, which a server that goes by the metadata refuses.`,
          exchanges,
        }
      : { verdict: 'fail', message: `${found}; identity was expected.`, exchanges };
  },
};

/** A template of Entra ID's shared tenants is filled in with the tenant of the token. */
function publishedIssuer({ evidence: { discovery }, flow }: CheckContext): string | undefined {
  if (discovery === null || discovery.legacyFallback === 'paths') return undefined;
  const issuer = discovery.authorizationServerMetadata?.document.issuer ?? discovery.issuer ?? undefined;
  const tenant = flow?.token?.tenant ?? null;
  return tenant === null ? issuer : issuer?.replace('{tenantid}', tenant);
}

function withoutSlash(text: string): string {
  return text.endsWith('/') ? text.slice(0, -1) : text;
}
