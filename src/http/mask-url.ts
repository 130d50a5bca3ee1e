import { MASK, type Vault } from '../secret.ts';

/**
 * The URL with every query value masked whose name is not known to be harmless, and clean of kept secrets.
 * Names come first from OAuth 2.0, OpenID Connect and Entra ID requests.
 */
export function maskUrl(url: URL, vault: Vault): string {
  const base = vault.redact(`${url.origin}${url.pathname}`);
  if (url.search === '') return base;
  const parameters = url.search.slice(1).split('&').map(maskParameter);
  return `${base}?${vault.redact(parameters.join('&'))}`;
}

function maskParameter(parameter: string): string {
  const equals = parameter.indexOf('=');
  if (equals === -1) return HARMLESS.has(parameter.toLowerCase()) || parameter === '' ? parameter : MASK;
  const name = parameter.slice(0, equals);
  return HARMLESS.has(name.toLowerCase()) ? parameter : `${name}=${MASK}`;
}

const HARMLESS = new Set([
  'api-version',
  'audience',
  'client-request-id',
  'client_id',
  'code_challenge_method',
  'error',
  'grant_type',
  'haschrome',
  'iss',
  'p',
  'prompt',
  'redirect_uri',
  'resource',
  'response_mode',
  'response_type',
  'scope',
  'token_type_hint',
]);
