import { parseCall } from '../../client/call-expression.ts';
import { UsageError } from '../../errors.ts';
import type { Target } from '../../types.ts';
import { commandLineCredential } from './command-line-credential.ts';
import { commandLineFlows } from './command-line-flows.ts';
import { isEntraIssuer, tenantId } from './entra.ts';
import { parseHeader } from './header.ts';
import type { Inputs } from './inputs.ts';
import { PROVIDERS } from './names.ts';
import { endpointUrl, issuerUrl, originOf, resourceUri } from './url-rules.ts';
import { DEFAULT_TIMEOUT_MS, oneOf, protocolChoice, timeoutMs } from './values.ts';

/**
 * Targets from URLs on the command line (or MCP_URL): flags first, then the environment, all with the same
 * client and demands.
 * @throws UsageError `usage.*`, `credential.*`; nothing has been sent.
 */
export async function commandLineTargets(
  urls: readonly { readonly url: string; readonly where: string }[],
  inputs: Inputs,
): Promise<readonly Target[]> {
  const { flags } = inputs;
  const checked = urls.map(({ url, where }) => endpointUrl(url, where));
  const naming = namingOf(inputs);
  const common = {
    ...naming,
    allowedOrigins: (flags.allowedOrigin ?? []).map((origin) => originOf(origin, '--allowed-origin')),
    headers: (flags.header ?? []).map((text) =>
      parseHeader(
        text,
        { environment: inputs.environment, keep: (value: string) => inputs.vault.keep(value) },
        '--header',
      ),
    ),
    protocol: protocolChoice(flags.protocol ?? 'auto', '--protocol'),
    expect: { tools: flags.expectTool ?? [], calls: (flags.call ?? []).map(parseCall) },
    timeoutMs: flags.timeout === undefined ? DEFAULT_TIMEOUT_MS : timeoutMs(flags.timeout, '--timeout'),
  };
  const credential = await commandLineCredential(inputs);
  const flows = commandLineFlows(inputs, credential, naming.provider === 'entra');
  return checked.map((url) => ({ name: nameOf(url), url, ...common, flows }));
}

type Naming = Pick<
  Target,
  'provider' | 'tenant' | 'issuer' | 'authority' | 'audience' | 'resource' | 'tokenEndpoint' | 'jwksUri'
>;

function namingOf({ flags, environment }: Inputs): Naming {
  const issuer = pick(flags.issuer, '--issuer', environment, ['OAUTH_ISSUER'], issuerUrl);
  const provider =
    flags.provider === undefined
      ? undefined
      : oneOf(flags.provider, PROVIDERS, 'usage.provider_unknown', '--provider');
  const foreign = (provider ?? 'entra') !== 'entra' || (issuer !== undefined && !isEntraIssuer(issuer));
  if (foreign && flags.tenant !== undefined) {
    throw new UsageError(
      'usage.tenant_not_entra',
      '--tenant is an Entra tenant, but the issuer is another provider.',
      {
        hint: 'Leave --tenant away, or --provider and --issuer.',
      },
    );
  }
  // AZURE_* variables are there on many machines; they say nothing about another provider.
  const azure = foreign ? {} : environment;
  const tenant = pick(flags.tenant, '--tenant', azure, ['TENANT_ID', 'AZURE_TENANT_ID'], tenantId);
  const authority = pick(flags.authority, '--authority', azure, ['AZURE_AUTHORITY_HOST'], originOf);
  const tokenEndpoint = pick(
    flags.tokenEndpoint,
    '--token-endpoint',
    environment,
    ['TOKEN_ENDPOINT'],
    endpointUrl,
  );
  const jwksUri = pick(flags.jwks, '--jwks', environment, ['OAUTH_JWKS_URI'], endpointUrl);
  const audience = flags.audience ?? (environment.OAUTH_AUDIENCE || undefined);
  const entra = tenant !== undefined || (issuer !== undefined && isEntraIssuer(issuer));
  const chosen = provider ?? (entra ? 'entra' : undefined);
  return {
    ...(chosen === undefined ? {} : { provider: chosen }),
    ...(tenant === undefined ? {} : { tenant }),
    ...(issuer === undefined ? {} : { issuer }),
    ...(authority === undefined ? {} : { authority }),
    ...(audience === undefined ? {} : { audience }),
    ...(flags.resource === false ? { resource: false } : {}),
    ...(typeof flags.resource === 'string' ? { resource: resourceUri(flags.resource, '--resource') } : {}),
    ...(tokenEndpoint === undefined ? {} : { tokenEndpoint }),
    ...(jwksUri === undefined ? {} : { jwksUri }),
  };
}

/** The flag, else the first variable that is set and not empty, checked; messages name where it came from. */
function pick(
  flag: string | undefined,
  flagName: string,
  environment: Readonly<Record<string, string | undefined>>,
  variables: readonly string[],
  check: (value: string, where: string) => string,
): string | undefined {
  if (flag !== undefined) return check(flag, flagName);
  const variable = variables.find((name) => environment[name]);
  const value = variable === undefined ? undefined : environment[variable];
  return variable === undefined || value === undefined ? undefined : check(value, variable);
}

/** Host and path: short enough for a report, and it says which endpoint. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname.replace(/\/$/, '')}`;
}
