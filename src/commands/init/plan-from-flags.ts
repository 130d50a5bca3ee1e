import { parseCall } from '../../client/call-expression.ts';
import { UsageError } from '../../errors.ts';
import { profileFor } from '../../profiles/index.ts';
import { isGuid } from '../../text/guid.ts';
import type { CallExpectation } from '../../types.ts';
import { isEntraIssuer } from '../config/entra.ts';
import { FEDERATIONS, PROVIDERS } from '../config/names.ts';
import { endpointUrl, issuerUrl } from '../config/url-rules.ts';
import { oneOf, portNumber } from '../config/values.ts';
import type { InitFlags } from './flags.ts';
import { PLANNED_FLOWS, type Plan, type PlannedFlow, type Proof, referenceIn } from './plan.ts';
import type { Survey } from './survey.ts';
import { variableName } from './variable-name.ts';

/** Like the flags, once the questions are answered; `survey` is absent when the endpoint was not asked or did not answer. */
export interface Given {
  readonly url: string | undefined;
  readonly flags: InitFlags;
  readonly survey: Survey | undefined;
}

/**
 * What the file will say.
 * @throws UsageError `usage.init_missing` that names every flag that is missing; `usage.*` for what cannot be right
 */
export function planFrom({ url, flags, survey }: Given): Plan {
  const names = flowsOf(flags);
  const provider = providerOf(flags, survey);
  const audience = flags.audience ?? (provider === 'entra' ? survey?.audience : undefined);
  const missing = missingOf(url, flags, survey, provider, audience);
  if (url === undefined || missing.length > 0) throw incomplete(missing, flags, survey);
  endpointUrl(url, 'URL');
  if (flags.issuer !== undefined) issuerUrl(flags.issuer, '--issuer');
  return {
    name: flags.name ?? nameFor(url),
    url,
    provider,
    ...(flags.tenant === undefined ? {} : { tenant: flags.tenant }),
    ...(flags.authority === undefined ? {} : { authority: flags.authority }),
    ...(flags.issuer === undefined ? {} : { issuer: flags.issuer }),
    ...(audience === undefined ? {} : { audience }),
    flows: names.map((flow) => flowOf(flow, flags, provider, audience, survey)),
    tools: flags.expectTool ?? [],
    calls: callsOf(flags),
  };
}

/** The flows asked for; a machine's alone when nothing is. @throws UsageError `usage.flow_unknown` */
export function flowsOf({ flow }: InitFlags): readonly string[] {
  const names = flow ?? ['client_credentials'];
  for (const name of names) oneOf(name, PLANNED_FLOWS, 'usage.flow_unknown', '--flow');
  return [...new Set(names)];
}

/** By what was said, then by the tenant, the issuer, and what the endpoint says. */
export function providerOf(flags: InitFlags, survey: Survey | undefined): string {
  const { provider, tenant, issuer } = flags;
  if (provider !== undefined) return oneOf(provider, PROVIDERS, 'usage.provider_unknown', '--provider');
  if (tenant !== undefined || (issuer !== undefined && isEntraIssuer(issuer))) return 'entra';
  if (issuer === undefined || issuer === survey?.issuer) return survey?.provider ?? 'generic';
  return profileFor(
    {
      name: '',
      url: '',
      allowedOrigins: [],
      headers: [],
      protocol: 'auto',
      flows: [],
      expect: { tools: [], calls: [] },
      timeoutMs: 0,
    },
    issuer,
  ).name;
}

/** Without an audience these providers have no idea which API a token is for. */
export function needsAudience(provider: string): boolean {
  return provider === 'entra' || provider === 'auth0';
}

/** Whether a client of this flow must have been registered beforehand. */
export function needsClientId(flow: string, provider: string, survey: Survey | undefined): boolean {
  if (flow === 'none') return false;
  return flow === 'client_credentials' || provider === 'entra' || survey?.registers !== true;
}

function missingOf(
  url: string | undefined,
  flags: InitFlags,
  survey: Survey | undefined,
  provider: string,
  audience: string | undefined,
): readonly string[] {
  const flows = flowsOf(flags).filter((flow) => flow !== 'none');
  const clientless = flows.filter(
    (flow) => clientIdOf(flow, flags) === undefined && needsClientId(flow, provider, survey),
  );
  return [
    ...(url === undefined ? ['URL'] : []),
    ...(flows.length > 0 && flags.tenant === undefined && flags.issuer === undefined
      ? [provider === 'entra' ? '--tenant' : survey === undefined ? '--tenant or --issuer' : '--issuer']
      : []),
    ...(flows.length > 0 && audience === undefined && needsAudience(provider) ? ['--audience'] : []),
    ...(clientless.length > 0
      ? [clientless.includes('client_credentials') ? '--client-id' : '--person-client-id']
      : []),
  ];
}

function incomplete(missing: readonly string[], flags: InitFlags, survey: Survey | undefined): UsageError {
  const pinned = flags.tenant !== undefined || flags.issuer !== undefined;
  const named = pinned ? undefined : pinOf(survey);
  return new UsageError(
    'usage.init_missing',
    `No terminal to ask questions on, and these are missing: ${missing.join(', ')}.`,
    {
      hint:
        named === undefined
          ? 'mcp-authcheck init --help says what each is. In a terminal init asks.'
          : `Credentials go where you say. If the authorization server that the endpoint names is yours: ${named}`,
    },
  );
}

/** The flags that pin what the endpoint names. */
function pinOf(survey: Survey | undefined): string | undefined {
  if (survey?.tenant === undefined)
    return survey?.issuer === undefined ? undefined : `--issuer ${survey.issuer}`;
  const authority = survey.authority === undefined ? '' : ` --authority ${survey.authority}`;
  return `--tenant ${survey.tenant}${authority}`;
}

function flowOf(
  flow: string,
  flags: InitFlags,
  provider: string,
  audience: string | undefined,
  survey: Survey | undefined,
): PlannedFlow {
  if (flow === 'none') return { flow, expect: {} };
  const machine = flow === 'client_credentials';
  const clientId = clientIdOf(flow, flags);
  // At Entra ID a machine asks for /.default and nothing else.
  const scopes = machine && provider === 'entra' ? undefined : flags.scope;
  return {
    flow,
    ...(clientId === undefined ? {} : { clientId }),
    ...(machine ? { proof: proofOf(flags) } : {}),
    ...(scopes === undefined ? {} : { scopes }),
    ...(flags.port === undefined || flow !== 'authorization_code'
      ? {}
      : { port: portNumber(flags.port, '--port') }),
    expect: expectOf(machine && provider === 'entra', flags, audience, survey),
  };
}

function expectOf(
  asRoles: boolean,
  { expectRole, expectScope }: InitFlags,
  audience: string | undefined,
  survey: Survey | undefined,
): PlannedFlow['expect'] {
  const permissions = survey?.permissions ?? [];
  const roles = asRoles ? (expectRole ?? permissions) : [];
  const scp = asRoles ? [] : (expectScope ?? permissions);
  // A v2 token of Entra ID carries the client id of the API, whatever its App ID URI.
  const exact =
    audience !== undefined && (!asRoles || isGuid(audience) || referenceIn(audience) !== undefined);
  return {
    ...(exact ? { aud: audience } : {}),
    ...(roles.length === 0 ? {} : { roles }),
    ...(scp.length === 0 ? {} : { scp }),
  };
}

function clientIdOf(flow: string, { clientId, personClientId }: InitFlags): string | undefined {
  return flow === 'client_credentials' ? clientId : (personClientId ?? clientId);
}

function proofOf({ clientSecretEnv, clientSecretFile, certificate, federated }: InitFlags): Proof {
  const given = { clientSecretEnv, clientSecretFile, certificate, federated };
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  if (named.length > 1) {
    const flags = named.map(([key]) => `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
    throw new UsageError(
      'usage.credential_conflict',
      `A client has one credential, found ${flags.join(' and ')}.`,
      {
        hint: `Leave all but one of ${flags.join(', ')}.`,
      },
    );
  }
  if (federated !== undefined) {
    const service = FEDERATIONS.find((name) => name === federated);
    if (service !== undefined) return { kind: 'federated', service };
    oneOf(federated, FEDERATIONS, 'usage.federated_unknown', '--federated');
  }
  if (certificate !== undefined) return { kind: 'certificate', file: certificate };
  if (clientSecretFile !== undefined) return { kind: 'secret', place: { file: clientSecretFile } };
  return {
    kind: 'secret',
    place: { env: variableName(clientSecretEnv ?? 'CLIENT_SECRET', '--client-secret-env') },
  };
}

/** What is known of the calculator of the guide, when no call is given. */
function callsOf({ call, expectTool = [] }: InitFlags): readonly CallExpectation[] {
  if (call !== undefined) return call.map(parseCall);
  return KNOWN_CALLS.filter(({ tool }) => expectTool.includes(tool));
}

const KNOWN_CALLS: readonly CallExpectation[] = [
  { tool: 'add', arguments: { a: 1, b: 2 }, result: 3 },
  { tool: 'subtract', arguments: { a: 5, b: 3 }, result: 2 },
];

/** The first word of the host that says something. */
export function nameFor(url: string): string {
  const { hostname } = new URL(url);
  if (/^[\d.]+$|^\[|^localhost$/.test(hostname)) return 'server';
  return hostname.split('.').find((part) => !/^(?:www|mcp|api|gateway)$/.test(part)) ?? 'server';
}
