import { word } from '../../az/shell.ts';

/** Lines for kcadm.sh, Keycloak's own command line, which is signed in beforehand. Every value survives the shell. */

export interface OfClient {
  readonly realm: string;
  /** The client id; Keycloak's commands want the internal id, which is looked up first. */
  readonly client: string;
}

/** A mapper of type Audience at the client itself. */
export function addAudienceMapper({
  realm,
  client,
  audience,
}: OfClient & { readonly audience: string }): string {
  const config = JSON.stringify({ 'included.custom.audience': audience, 'access.token.claim': 'true' });
  const settings = [
    'name=audience',
    'protocol=openid-connect',
    'protocolMapper=oidc-audience-mapper',
    `config=${config}`,
  ];
  return `${idOf(realm, client)}\nkcadm.sh create clients/$ID/protocol-mappers/models -r ${word(realm)} ${set(settings)}`;
}

export function enableServiceAccount({ realm, client }: OfClient): string {
  const settings = ['publicClient=false', 'serviceAccountsEnabled=true'];
  return `${idOf(realm, client)}\nkcadm.sh update clients/$ID -r ${word(realm)} ${set(settings)}`;
}

/** One more, besides those that are registered. */
export function addRedirectUri({ realm, client, uri }: OfClient & { readonly uri: string }): string {
  return `${idOf(realm, client)}\nkcadm.sh update clients/$ID -r ${word(realm)} ${set([`redirectUris+=${uri}`])}`;
}

/** A new client scope that stands in tokens, as an optional one of these clients. */
export function addClientScope(realm: string, scope: string, clients: readonly string[]): string {
  const attributes = JSON.stringify({ 'include.in.token.scope': 'true' });
  const settings = [`name=${scope}`, 'protocol=openid-connect', `attributes=${attributes}`];
  return [
    `SCOPE=$(kcadm.sh create client-scopes -r ${word(realm)} ${set(settings)} -i)`,
    ...clients.flatMap((client) => [
      idOf(realm, client),
      `kcadm.sh update clients/$ID/optional-client-scopes/$SCOPE -r ${word(realm)}`,
    ]),
  ].join('\n');
}

function idOf(realm: string, client: string): string {
  return `ID=$(kcadm.sh get clients -r ${word(realm)} -q ${word(`clientId=${client}`)} --fields id --format csv --noquotes)`;
}

function set(settings: readonly string[]): string {
  return settings.map((setting) => `-s ${word(setting)}`).join(' ');
}
