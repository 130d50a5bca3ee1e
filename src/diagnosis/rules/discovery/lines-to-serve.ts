import { isGuid } from '../../../text/guid.ts';
import type { Paste } from '../../../types.ts';
import { isEntra, metadataUrl } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';

/** Scopes of OpenID Connect, which belong to no API. */
export const OIDC: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);

/** The metadata as this endpoint should publish it, with this run's own values. */
export function metadataToServe(symptoms: Symptoms, issuer = rightIssuer(symptoms)): Paste {
  const scopes = scopesToServe(symptoms);
  const members = [
    `"resource": ${JSON.stringify(symptoms.evidence.target.url)}`,
    `"authorization_servers": [${JSON.stringify(issuer ?? '<issuer of the authorization server>')}]`,
    ...(scopes.length === 0 ? [] : [`"scopes_supported": ${JSON.stringify(scopes)}`]),
  ];
  return { where: 'server', text: `{ ${members.join(',\n  ')} }` };
}

/** The header line that every 401 of this endpoint should have. */
export function challengeToServe(symptoms: Symptoms): Paste {
  const { target } = symptoms.evidence;
  const scopes = scopesToServe(symptoms);
  const scope = scopes.length === 0 ? '' : `, scope="${scopes.join(' ')}"`;
  return {
    where: 'server',
    text: `WWW-Authenticate: Bearer resource_metadata="${metadataUrl(target.url)}"${scope}`,
  };
}

/** The issuer that clients have to find: as it names itself, else the pinned one, else what the endpoint names. */
export function rightIssuer({ evidence }: Symptoms): string | undefined {
  const { discovery, profile, target } = evidence;
  const own = discovery?.authorizationServerMetadata?.document.issuer;
  const pinned = target.issuer ?? profile.issuerOf(target);
  const [named] = discovery?.authorizationServers ?? [];
  return [own, pinned, named].find((issuer) => issuer !== undefined && !isOfMany(issuer));
}

/** A template for many tenants, or the issuer of Entra ID's first version: nobody should name these. */
function isOfMany(issuer: string): boolean {
  return /\{|\/\/sts\.|\/(?:common|organizations)(?:\/|$)/.test(issuer);
}

/** What the endpoint advertises or the run demands, without what belongs to no API; at Entra ID in full. */
export function scopesToServe(symptoms: Symptoms): readonly string[] {
  const { discovery, flows } = symptoms.evidence;
  const demanded = flows.flatMap(({ request }) => request.expect?.scp ?? request.scopes ?? []);
  const lists = [
    discovery?.protectedResourceMetadata?.document.scopes_supported ?? [],
    wordsIn(discovery?.challenge?.parameters.scope),
    demanded.filter((scope) => !scope.endsWith('/.default')),
  ].map((list) => list.filter((scope) => !OIDC.has(scope)));
  const scopes = lists.find((list) => list.length > 0) ?? [];
  return [...new Set(scopes)].map((scope) => inFull(scope, symptoms));
}

export function wordsIn(scope: string | undefined): readonly string[] {
  return (scope ?? '').split(/\s+/).filter((word) => word !== '');
}

/** Entra ID takes a scope without its API for one of Microsoft Graph. */
function inFull(scope: string, symptoms: Symptoms): string {
  if (!isEntra(symptoms) || scope.includes('/')) return scope;
  return `${appIdUri(symptoms)}/${scope}`;
}

/** The App ID URI of this run's API. */
export function appIdUri({ evidence }: Symptoms): string {
  const { audience } = evidence.target;
  if (audience === undefined) return "api://<the API's client id>";
  return isGuid(audience) ? `api://${audience}` : audience.replace(/\/$/, '');
}
