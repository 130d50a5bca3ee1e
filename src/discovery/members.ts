import type { AuthorizationServerMetadata, ProtectedResourceMetadata } from '../types.ts';

/** What a member must be. Members that are not listed are kept as they are. */
type Shape = Readonly<Record<string, 'text' | 'texts' | 'boolean'>>;

/** RFC 9728 §2. */
const PROTECTED_RESOURCE: Shape = {
  resource: 'text',
  authorization_servers: 'texts',
  scopes_supported: 'texts',
  bearer_methods_supported: 'texts',
};

/** RFC 8414 §2, OpenID Connect Discovery §3, RFC 9207 §3. */
const AUTHORIZATION_SERVER: Shape = {
  issuer: 'text',
  authorization_endpoint: 'text',
  token_endpoint: 'text',
  jwks_uri: 'text',
  device_authorization_endpoint: 'text',
  revocation_endpoint: 'text',
  registration_endpoint: 'text',
  scopes_supported: 'texts',
  code_challenge_methods_supported: 'texts',
  token_endpoint_auth_methods_supported: 'texts',
  grant_types_supported: 'texts',
  response_types_supported: 'texts',
  authorization_response_iss_parameter_supported: 'boolean',
};

export interface Read<T> {
  readonly document: T;
  /** Names of the members that were left out because they have the wrong type. */
  readonly dropped: readonly string[];
}

/** Values are kept byte for byte: comparing is the business of whoever reads them. */
export function readProtectedResource(json: object): Read<ProtectedResourceMetadata> {
  return read(json, PROTECTED_RESOURCE);
}

export function readAuthorizationServer(json: object): Read<AuthorizationServerMetadata> {
  return read(json, AUTHORIZATION_SERVER);
}

function read(json: object, shape: Shape): Read<Readonly<Record<string, unknown>>> {
  const members = Object.entries(json);
  const wrong = members.filter(([name, value]) => Object.hasOwn(shape, name) && !isA(shape[name], value));
  const dropped = wrong.map(([name]) => name);
  return { document: Object.fromEntries(members.filter(([name]) => !dropped.includes(name))), dropped };
}

function isA(kind: Shape[string] | undefined, value: unknown): boolean {
  if (kind === 'texts') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  return kind === 'text' ? typeof value === 'string' : typeof value === 'boolean';
}
