import type { FlowRequest, Paste } from '../../../types.ts';
import { word } from '../../az/shell.ts';
import { quote, quoteAll } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';
import { realmOf } from './in-use.ts';
import { addClientScope, addRedirectUri, enableServiceAccount } from './kcadm.ts';

/** The flows that were refused for one reason, and the run that they belong to. */
export interface RefusedFor {
  readonly symptoms: Symptoms;
  readonly requests: readonly FlowRequest[];
  readonly clients: readonly string[];
}

/** What this run sent and the provider knows, and what can be pasted to mend it. */
export interface Detail {
  /** In place of the catalogue's, with this run's own values. */
  readonly summary?: string;
  /** Where this run listens for the browser, or should. */
  readonly port?: number;
  readonly compared?: string;
  readonly paste?: readonly Paste[];
  readonly look?: string;
}

/** By the code of the finding; for what is not here the provider's words suffice. */
export function detailOf(code: string, refused: RefusedFor): Detail {
  return DETAILS[code]?.(refused) ?? {};
}

const OKTA_LOG =
  'Reports > System Log, filtered by the client id, names the policy and rule that were looked at.';
const AUTH0_LOG = 'Monitoring > Logs has the refusal with its reason.';

const DETAILS: Readonly<Record<string, (refused: RefusedFor) => Detail>> = {
  'okta/scope-not-configured': (refused) => ({
    summary: `The authorization server does not have a scope that is asked for: ${quoteAny(scopesOf(refused))}.`,
    compared: scopesAsked(refused),
  }),
  'okta/policy-evaluation-failed': (refused) => ({
    summary: `No access policy of the authorization server allows ${namesOf(refused)} for this client.`,
    compared: scopesAsked(refused),
    look: OKTA_LOG,
  }),
  'okta/grant-not-enabled': (refused) => ({
    summary: `The application may not use the grant ${namesOf(refused)}.`,
  }),
  'okta/redirect-not-registered': redirect,
  'okta/dpop-required': () => ({ paste: [{ where: 'client', text: '--dpop' }] }),
  'auth0/service-not-found': ({ symptoms }) => ({
    summary: `There is no API with the identifier ${quote(symptoms.evidence.target.audience ?? '')} in this tenant.`,
    compared: `The audience that was sent is ${quote(symptoms.evidence.target.audience ?? 'none')}.`,
    look: AUTH0_LOG,
  }),
  'auth0/client-grant-missing': (refused) => ({
    compared: scopesAsked(refused),
    paste: refused.clients.map((client) => ({ where: 'shell', text: clientGrant(client, refused) })),
  }),
  'auth0/grant-not-allowed': (refused) => ({
    summary: `The application may not use the grant ${namesOf(refused)}.`,
  }),
  'auth0/secret-invalid': () => ({ look: AUTH0_LOG }),
  'auth0/redirect-not-registered': redirect,
  'keycloak/scope-not-assigned': (refused) => ({
    ...(unknownScopes(refused).length === 0
      ? {}
      : { summary: `The realm has no client scope ${quoteAny(unknownScopes(refused))}.` }),
    compared: `${scopesAsked(refused)}${unknownAtRealm(refused)}`,
    paste: unknownScopes(refused).map((scope) => ({
      where: 'shell',
      text: addClientScope(realmOf(refused.symptoms), scope, refused.clients),
    })),
  }),
  'keycloak/service-account-off': ({ symptoms, clients }) => ({
    paste: clients.map((client) => ({
      where: 'shell',
      text: enableServiceAccount({ realm: realmOf(symptoms), client }),
    })),
  }),
  'keycloak/redirect-not-registered': keycloakRedirect,
};

function namesOf({ requests }: RefusedFor): string {
  return [...new Set(requests.map(({ flow }) => flow))].join(' and ') || 'this grant';
}

function quoteAny(values: readonly string[]): string {
  return values.length === 0 ? 'none was named' : values.map(quote).join(' or ');
}

function scopesAsked(refused: RefusedFor): string {
  const scopes = scopesOf(refused);
  return scopes.length === 0
    ? 'No scope was asked for.'
    : `The scopes that were asked for are ${quoteAll(scopes)}.`;
}

/** What was named, else what the endpoint demands: that is asked for then. */
function scopesOf({ symptoms, requests }: RefusedFor): readonly string[] {
  const { discovery } = symptoms.evidence;
  const demanded =
    discovery?.challenge?.parameters.scope?.split(' ') ??
    discovery?.protectedResourceMetadata?.document.scopes_supported ??
    [];
  return [...new Set(requests.flatMap(({ scopes }) => scopes ?? demanded))].filter(Boolean);
}

/** Keycloak lists every client scope of the realm in its metadata. */
function unknownScopes(refused: RefusedFor): readonly string[] {
  const known = refused.symptoms.evidence.discovery?.authorizationServerMetadata?.document.scopes_supported;
  return known === undefined ? [] : scopesOf(refused).filter((scope) => !known.includes(scope));
}

function unknownAtRealm(refused: RefusedFor): string {
  const unknown = unknownScopes(refused);
  return unknown.length === 0
    ? ''
    : ` The realm has no ${quoteAll(unknown)}: scopes_supported of its metadata lacks it.`;
}

function clientGrant(client: string, refused: RefusedFor): string {
  const audience = refused.symptoms.evidence.target.audience ?? '';
  const data = { client_id: client, audience, scope: scopesOf(refused) };
  return `auth0 api post client-grants --data ${word(JSON.stringify(data))}`;
}

/** The redirect URI of this run, and one that stays the same. */
function redirect({ symptoms, requests }: RefusedFor): Detail {
  const { host, path, anyPort } = symptoms.evidence.profile.loopback;
  const port = requests.find((request) => request.port !== undefined)?.port;
  const uri = `http://${host}:${port ?? 8400}${path}`;
  if (anyPort) return { compared: `This run's redirect URI is http://${host}:<a free port>${path}.` };
  if (port === undefined) {
    return {
      port: 8400,
      summary: 'The redirect URI is not registered: this run listened at a free port, another at every run.',
      compared: `Register ${uri}, and give the port.`,
      paste: [{ where: 'client', text: '--port 8400' }],
    };
  }
  return {
    port,
    summary: `The redirect URI ${uri} is not registered.`,
    paste: [{ where: 'client', text: `--port ${port}` }],
  };
}

function keycloakRedirect(refused: RefusedFor): Detail {
  const { host, path } = refused.symptoms.evidence.profile.loopback;
  const realm = realmOf(refused.symptoms);
  return {
    ...redirect(refused),
    paste: refused.clients.map((client) => ({
      where: 'shell',
      text: addRedirectUri({ realm, client, uri: `http://${host}${path}` }),
    })),
  };
}
