import { randomBytes, randomUUID } from 'node:crypto';
import { same } from './clients.ts';
import type { Document, RegistrationParts } from './parts.ts';
import type { AuthenticationMethod, Client, ServerContext } from './state.ts';

/** RFC 7591, RFC 7592, Client ID Metadata Documents. */
export function correctRegistration(context: ServerContext): RegistrationParts {
  const { clients, issuer, scopes } = context;
  return {
    acceptsRegisteredUri: (uri) => isWebUrl(uri) && !uri.includes('#'),
    clientOf: (asked) => {
      const method = (asked.token_endpoint_auth_method ?? 'client_secret_basic') as AuthenticationMethod;
      return {
        id: randomUUID(),
        ...(method === 'none' ? {} : { secret: randomBytes(24).toString('base64url') }),
        methods: [method],
        grants: strings(asked.grant_types ?? ['authorization_code']).filter((grant) => USUAL.includes(grant)),
        redirectUris: strings(asked.redirect_uris),
        scopes,
        registrationToken: randomBytes(24).toString('base64url'),
      };
    },
    registrationAnswer: (client, asked) => ({
      ...pick(asked, ['client_name', 'application_type', 'client_uri', 'scope']),
      client_id: client.id,
      client_id_issued_at: context.now(),
      ...(client.secret === undefined ? {} : { client_secret: client.secret, client_secret_expires_at: 0 }),
      redirect_uris: client.redirectUris,
      grant_types: client.grants,
      response_types: ['code'],
      token_endpoint_auth_method: client.methods[0],
      registration_access_token: client.registrationToken,
      registration_client_uri: `${issuer}/register/${client.id}`,
    }),
    mayManage: ({ registrationToken }, token) =>
      registrationToken !== undefined && token !== undefined && same(registrationToken, token),
    removeClient: ({ id }) => void clients.delete(id),
    isMetadataUrl: (clientId) => isWebUrl(clientId) && new URL(clientId).pathname !== '/',
    fetchClientMetadata: async (url) => {
      try {
        const signal = AbortSignal.timeout(5000);
        const response = await fetch(url, { redirect: 'error', signal });
        return response.status === 200 ? ((await response.json()) as Document) : undefined;
      } catch {
        return undefined;
      }
    },
    documentNamesItself: (document, url) => document.client_id === url,
    clientOfDocument: (document, url): Client => ({
      id: url,
      methods: ['none'],
      grants: USUAL,
      redirectUris: strings(document.redirect_uris).filter(isWebUrl),
      scopes,
    }),
  };
}

const USUAL = ['authorization_code', 'refresh_token'];

/** https, or http on loopback. */
function isWebUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname, username } = new URL(text);
  const loopback = ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
  return username === '' && (protocol === 'https:' || (protocol === 'http:' && loopback));
}

function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function pick(document: Document, names: readonly string[]): Document {
  return Object.fromEntries(Object.entries(document).filter(([name]) => names.includes(name)));
}
