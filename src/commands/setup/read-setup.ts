import { UsageError } from '../../errors.ts';
import { isGuid } from '../../text/guid.ts';
import { isLoopbackHost } from '../../text/loopback.ts';
import { quote } from '../../text/quote.ts';
import type { SetupFlags } from '../setup.ts';
import type { SetupOptions } from './options.ts';
import { readCredential } from './read-credential.ts';

/** What the flags ask for. @throws UsageError that names the flag */
export function readSetup(flags: SetupFlags): SetupOptions {
  const scopes = (flags.scope ?? ['calculator.add', 'calculator.subtract']).map((name) =>
    permission('--scope', name),
  );
  const roles = flags.role?.map((name) => permission('--role', name)) ?? scopes;
  const { tenant, existingApi, existingClient, gatewayCallback, url } = flags;
  return {
    name: displayName(flags.name),
    scopes: [...new Set(scopes)],
    roles: [...new Set(roles)],
    credential: readCredential(flags),
    assignmentRequired: flags.assignmentRequired === true,
    ...(tenant === undefined ? {} : { tenant: guid('--tenant', tenant, TENANT) }),
    ...(existingApi === undefined ? {} : { existingApi: guid('--existing-api', existingApi, APPLICATION) }),
    ...(existingClient === undefined
      ? {}
      : { existingClient: guid('--existing-client', existingClient, APPLICATION) }),
    ...(gatewayCallback === undefined ? {} : { gatewayCallback: callback(gatewayCallback) }),
    ...(url === undefined ? {} : { url: endpoint(url) }),
  };
}

/** Entra ID takes 120 characters; what follows the name needs a few of them. */
function displayName(name: string): string {
  if (name.trim() !== '' && name.length <= 100 && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name)) return name.trim();
  throw new UsageError(
    'usage.name_malformed',
    `--name expects one line of up to 100 characters, found ${quote(name)}.`,
    {
      hint: 'For instance --name Calculator: the registrations are called "Calculator API" and "Calculator Client".',
    },
  );
}

function permission(flag: string, name: string): string {
  if (/^[A-Za-z0-9_-][A-Za-z0-9._:/-]{0,119}$/.test(name) && !name.includes('://')) return name;
  const short = /^[a-z]+:\/\/\S*\/([^/\s]+)$/i.exec(name)?.[1];
  throw new UsageError('usage.scope_malformed', `${flag} expects one short name, found ${quote(name)}.`, {
    hint: name.includes('://')
      ? `Entra ID puts the App ID URI in front by itself: ${flag} ${short ?? 'calculator.add'}`
      : `Letters, digits and . _ : / - without blanks; repeat the flag for several: ${
          name
            .split(/[\s,]+/)
            .filter((part) => part !== '')
            .map((part) => `${flag} ${part}`)
            .join(' ') || `${flag} calculator.add`
        }`,
  });
}

const TENANT = {
  code: 'usage.tenant_malformed',
  what: 'the Directory (tenant) ID',
  where: 'Entra admin center > Overview, or az account show --query tenantId. A domain name is none.',
};
const APPLICATION = {
  code: 'usage.application_id',
  what: 'an Application (client) ID',
  where: 'App registrations > the registration > Overview. Neither its name nor its Object ID is one.',
};

function guid(flag: string, value: string, { code, what, where }: typeof TENANT): string {
  if (isGuid(value)) return value.toLowerCase();
  throw new UsageError(
    code,
    `${flag} expects ${what}, a GUID of 8-4-4-4-12 hexadecimal digits, found ${quote(value)}.`,
    {
      hint: where,
    },
  );
}

function callback(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const secure = url?.protocol === 'https:' || (url?.protocol === 'http:' && url.hostname === 'localhost');
  if (url !== undefined && secure && url.hash === '' && url.username === '' && INERT.test(text)) return text;
  throw new UsageError(
    'usage.redirect_malformed',
    `--gateway-callback expects the https URL of the gateway's callback, found ${quote(text)}.`,
    {
      hint: 'On the platform Web Entra ID takes https, and http for localhost only; no fragment, no credentials.',
    },
  );
}

function endpoint(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const http = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopbackHost(url.hostname));
  if (url !== undefined && http && url.username === '' && INERT.test(text)) return text;
  throw new UsageError('usage.not_a_url', `--url expects the MCP endpoint, found ${quote(text)}.`, {
    hint: 'Give it as https://…/mcp; http is for loopback.',
  });
}

/** What a URL may hold without its meaning something to a shell. */
const INERT = /^[\w:/.?=%~@+,[\]-]+$/;
