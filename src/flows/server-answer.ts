import { MASK, type Secret, type Vault } from '../secret.ts';
import type { HttpResponse, SentRequest, ServerAnswer } from '../types.ts';
import { jsonObject } from './json-object.ts';
import { remoteText } from './remote-text.ts';

/** Members and parameters whose value is a secret: kept, and masked in what a check gets to see. */
const SECRET_MEMBERS = [
  'access_token',
  'refresh_token',
  'id_token',
  'code',
  'device_code',
  'client_secret',
  'registration_access_token',
];

const LONGEST_BODY = 2_000;

type Members = Readonly<Record<string, unknown>>;

/** What an answer of the authorization server says, its secrets kept and covered. */
export function serverAnswer(response: HttpResponse, request: SentRequest, vault: Vault): ServerAnswer {
  const location = response.header('location')[0];
  const said: Members = { ...parametersOf(location, request.url), ...jsonObject(response.body) };
  const secrets = new Map<string, Secret>();
  for (const name of SECRET_MEMBERS) {
    const value = said[name];
    if (typeof value === 'string' && value !== '') secrets.set(name, vault.keep(value));
  }
  const members = Object.fromEntries(
    Object.entries(said).map(([name, value]) => [name, secrets.has(name) ? MASK : value]),
  );
  const accessToken = secrets.get('access_token');
  const refreshToken = secrets.get('refresh_token');
  const idToken = secrets.get('id_token');
  return {
    status: response.status,
    headers: response.headers.map(([name, value]) => [name, shownHeader(name, value, secrets, vault)]),
    location: location === undefined ? undefined : covered(location, secrets),
    members,
    error: typeof said.error === 'string' ? said.error : undefined,
    ...(accessToken === undefined ? {} : { accessToken }),
    ...(refreshToken === undefined ? {} : { refreshToken }),
    ...(idToken === undefined ? {} : { idToken }),
    body: remoteText(response.body, vault, LONGEST_BODY),
    exchange: response.exchange,
    request,
  };
}

/** Parameters of a redirect, in its query and in its fragment, where an implicit grant puts them. */
function parametersOf(location: string | undefined, base: string): Members {
  if (location === undefined || !URL.canParse(location, base)) return {};
  const { searchParams, hash } = new URL(location, base);
  return { ...Object.fromEntries(searchParams), ...Object.fromEntries(new URLSearchParams(hash.slice(1))) };
}

function shownHeader(
  name: string,
  value: string,
  secrets: ReadonlyMap<string, Secret>,
  vault: Vault,
): string {
  switch (name.toLowerCase()) {
    case 'location':
      return covered(value, secrets);
    case 'set-cookie':
      // A session at the authorization server is worth as much as a token; its attributes may be looked at.
      return value.replace(/^([^=;]*=)[^;]*/, `$1${MASK}`);
    default:
      return vault.redact(value);
  }
}

/** A redirect's address, character for character but for what is secret: a check compares it. */
function covered(location: string, secrets: ReadonlyMap<string, Secret>): string {
  let shown = location;
  for (const secret of secrets.values()) {
    const value = secret.reveal();
    for (const form of [
      value,
      encodeURIComponent(value),
      new URLSearchParams([['', value]]).toString().slice(1),
    ])
      shown = shown.replaceAll(form, MASK);
  }
  return shown;
}
