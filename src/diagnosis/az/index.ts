import { jmesText } from './query.ts';
import { type Part, Variable, word } from './shell.ts';

export type { Part } from './shell.ts';

/*
 * Command lines of the Azure CLI, each ready to be pasted into a POSIX shell with `az login` done. Every
 * function returns one line, or a few joined by newlines. What a registration has already is kept.
 */

interface OfApi {
  readonly api: Part;
}

interface OfClient {
  readonly client: Part;
}

/** `api.requestedAccessTokenVersion: 2`; `az ad app update` learnt a flag for it in 2024 only. */
export function setTokenVersion2({ api }: OfApi): string {
  return patchApplication(api, word('{"api":{"requestedAccessTokenVersion":2}}'));
}

/** The App ID URI `api://{client id}`, or another one; https ones are taken after {@link setTokenVersion2}. */
export function setAppIdUri({ api, uri }: OfApi & { readonly uri?: Part }): string {
  return addToList(api, ['identifierUris'], uri === undefined ? ['api://', api] : [uri]);
}

/** `http://localhost/callback` on "Mobile and desktop applications", where any port is taken. */
export function addLoopbackRedirect({ client, uri }: OfClient & { readonly uri?: Part }): string {
  return addToList(client, ['publicClient', 'redirectUris'], [uri ?? 'http://localhost/callback']);
}

/** A callback on the platform "Web": for clients that have a credential. */
export function addWebRedirect({ client, uri }: OfClient & { readonly uri: Part }): string {
  return addToList(client, ['web', 'redirectUris'], [uri]);
}

/** "Allow public client flows": Yes. */
export function allowPublicClient({ client }: OfClient): string {
  return `az ad app update --id ${word(client)} --is-fallback-public-client true`;
}

/** A further secret, straight into the variable: nothing is printed. */
export function newSecret({ client }: OfClient): string {
  return `export CLIENT_SECRET="$(az ad app credential reset --id ${word(client)} --append --display-name mcp-authcheck --query password --output tsv)"`;
}

/** A further certificate from a file without the private key. */
export function uploadCertificate({ client, file }: OfClient & { readonly file?: Part }): string {
  return `az ad app credential reset --id ${word(client)} --append --cert ${word('@', file ?? 'certificate.pem')} --output none`;
}

/** Trust in tokens of another issuer, for this subject and audience, compared letter for letter. */
export function federatedCredential(of: FederatedCredential): string {
  return `az ad app federated-credential create --id ${word(of.client)} --parameters ${word(JSON.stringify(federatedBody(of)))}`;
}

export interface FederatedCredential extends OfClient {
  readonly issuer: string;
  readonly subject: string;
  readonly audience: string;
}

/** As Microsoft Graph has it. The name is made of the subject; it must be unique in the registration. */
export function federatedBody({ issuer, subject, audience }: Omit<FederatedCredential, 'client'>): {
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
} {
  const name = subject
    .replaceAll(/[^A-Za-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
    .slice(0, 120);
  return { name: name === '' ? 'mcp-authcheck' : name, issuer, subject, audiences: [audience] };
}

/** The "enterprise application" without which a registration cannot be used in its tenant. */
export function createServicePrincipal({ client }: OfClient): string {
  return `az ad sp create --id ${word(client)} --output none`;
}

/** A delegated permission in "API permissions"; it works once somebody consents. */
export function addScopePermission(of: OfClient & OfApi & { readonly scope: string }): string {
  return addPermission(of, `api.oauth2PermissionScopes[?value==${jmesText(of.scope)}].id`, 'Scope');
}

/** An application permission in "API permissions"; it works once an administrator consents. */
export function addRolePermission(of: OfClient & OfApi & { readonly role: string }): string {
  return addPermission(of, `appRoles[?value==${jmesText(of.role)}].id`, 'Role');
}

/** "Grant admin consent": to all that "API permissions" lists. */
export function grantAdminConsent({ client }: OfClient): string {
  return `az ad app permission admin-consent --id ${word(client)}`;
}

/** An app role for a service principal, the way that also serves managed identities. */
export function assignRole({ client, api, role }: OfClient & OfApi & { readonly role: string }): string {
  const body = word(
    '{"principalId":"',
    new Variable('PRINCIPAL'),
    '","resourceId":"',
    new Variable('RESOURCE'),
    '","appRoleId":"',
    new Variable('ROLE'),
    '"}',
  );
  return [
    `PRINCIPAL=$(az ad sp show --id ${word(client)} --query id --output tsv)`,
    `RESOURCE=$(az ad sp show --id ${word(api)} --query id --output tsv)`,
    `ROLE=$(az ad sp show --id ${word(api)} --query ${word(`appRoles[?value==${jmesText(role)}].id`)} --output tsv)`,
    `az rest --method POST --url "${GRAPH}/servicePrincipals/$PRINCIPAL/appRoleAssignments" --body ${body}`,
  ].join('\n');
}

/** "Assignment required?" of the enterprise application: Yes or No. */
export function requireAssignment({ api, required }: OfApi & { readonly required: boolean }): string {
  return `az ad sp update --id ${word(api)} --set appRoleAssignmentRequired=${required}`;
}

/** "Enabled for users to sign-in?" of the enterprise application: Yes; No disables the client altogether. */
export function enableSignIn({ client }: OfClient): string {
  return `az ad sp update --id ${word(client)} --set accountEnabled=true`;
}

const GRAPH = 'https://graph.microsoft.com/v1.0';

/** `body` is a word of the shell already. */
function patchApplication(id: Part, body: string): string {
  return `az rest --method PATCH --url ${word(`${GRAPH}/applications(appId='`, id, "')")} --body ${body}`;
}

function addToList(id: Part, path: readonly string[], added: readonly Part[]): string {
  const show = `az ad app show --id ${word(id)} --query ${withAdded(path, added)} --output json`;
  return patchApplication(id, `"$(${show})"`);
}

/**
 * A word of the shell: the JMESPath that makes, of a registration, the change that adds a text to one of its lists,
 * or leaves it there. Microsoft Graph replaces lists as a whole, so what there is must be read first.
 */
export function withAdded(path: readonly string[], added: readonly Part[]): string {
  const [only, ...more] = added;
  const text = typeof only === 'string' && more.length === 0 ? [jmesText(only)] : ["'", ...added, "'"];
  const list = path.join('.');
  return word(
    path.map((name) => `{${name}:`).join(''),
    `[${list}[?@!=`,
    ...text,
    '],[',
    ...text,
    ']][]',
    '}'.repeat(path.length),
  );
}

function addPermission({ client, api }: OfClient & OfApi, query: string, type: 'Scope' | 'Role'): string {
  const id = `$(az ad app show --id ${word(api)} --query ${word(query)} --output tsv)`;
  return `az ad app permission add --id ${word(client)} --api ${word(api)} --api-permissions "${id}=${type}"`;
}
