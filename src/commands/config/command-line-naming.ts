import { UsageError } from '../../errors.ts';
import type { Target } from '../../types.ts';
import { isEntraIssuer, tenantId } from './entra.ts';
import type { Inputs } from './inputs.ts';
import { differentTenants, mayBeOf } from './issuer-and-tenant.ts';
import { PROVIDERS } from './names.ts';
import { endpointUrl, issuerUrl, originOf, resourceUri } from './url-rules.ts';
import { oneOf } from './values.ts';

type Naming = Pick<
  Target,
  'provider' | 'tenant' | 'issuer' | 'authority' | 'audience' | 'resource' | 'tokenEndpoint' | 'jwksUri'
>;

/**
 * Which authorization server and which API are meant: flags first, then the environment.
 * @throws UsageError `usage.*`: not a URL, not a tenant, two names that cannot both be right.
 */
export function commandLineNaming(inputs: Inputs): Naming {
  const { flags, environment } = inputs;
  const provider =
    flags.provider === undefined
      ? undefined
      : oneOf(flags.provider, PROVIDERS, 'usage.provider_unknown', '--provider');
  const { issuer, tenant, foreign } = issuerAndTenant(inputs, provider);
  // AZURE_* variables are there on many machines; they say nothing about another provider.
  const azure = foreign ? {} : environment;
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
    ...(authority === undefined ? {} : { authority: authority.value }),
    ...(audience === undefined ? {} : { audience }),
    ...(flags.resource === false ? { resource: false } : {}),
    ...(typeof flags.resource === 'string' ? { resource: resourceUri(flags.resource, '--resource') } : {}),
    ...(tokenEndpoint === undefined ? {} : { tokenEndpoint: tokenEndpoint.value }),
    ...(jwksUri === undefined ? {} : { jwksUri: jwksUri.value }),
  };
}

interface IssuerAndTenant {
  readonly issuer?: string | undefined;
  readonly tenant?: string | undefined;
  /** The authorization server is certainly not Entra's. */
  readonly foreign: boolean;
}

/** A flag wins over a variable that names something else, and says so; two of a kind must agree. */
function issuerAndTenant(inputs: Inputs, provider: string | undefined): IssuerAndTenant {
  const { flags, environment, warn = () => undefined } = inputs;
  const issuer = pick(flags.issuer, '--issuer', environment, ['OAUTH_ISSUER'], issuerUrl);
  const elsewhere = issuer !== undefined && !isEntraIssuer(issuer.value);
  const foreign = (provider ?? 'entra') !== 'entra' || (elsewhere && !(flags.tenant && issuer.variable));
  if (foreign && flags.tenant !== undefined) {
    throw new UsageError(
      'usage.tenant_not_entra',
      '--tenant is an Entra tenant, but the issuer is another provider.',
      { hint: 'Leave --tenant away, or --provider and --issuer.' },
    );
  }
  const tenantVariables = ['TENANT_ID', 'AZURE_TENANT_ID'];
  if (foreign) {
    if (environment.TENANT_ID && elsewhere) warn(ignored('TENANT_ID', `${issuer.where} is not Entra ID's`));
    return { issuer: issuer?.value, foreign };
  }
  const tenant = pick(flags.tenant, '--tenant', environment, tenantVariables, tenantId);
  if (tenant === undefined || issuer === undefined) {
    return { issuer: issuer?.value, tenant: tenant?.value, foreign };
  }
  if (!elsewhere && mayBeOf(tenant.value, issuer.value)) {
    return { issuer: issuer.value, tenant: tenant.value, foreign };
  }
  if (issuer.variable === tenant.variable) throw differentTenants(issuer.where, tenant.where);
  if (issuer.variable) {
    warn(ignored(issuer.where, `${tenant.where} names another issuer`));
    return { tenant: tenant.value, foreign };
  }
  warn(ignored(tenant.where, `${issuer.where} names another tenant`));
  return { issuer: issuer.value, foreign };
}

function ignored(variable: string, because: string): string {
  return `${variable} is set but not used: ${because}.`;
}

interface Picked {
  readonly value: string;
  readonly where: string;
  /** From the environment, not from a flag. */
  readonly variable: boolean;
}

/** The flag, else the first variable that is set and not empty, checked; messages name where it came from. */
function pick(
  flag: string | undefined,
  flagName: string,
  environment: Inputs['environment'],
  variables: readonly string[],
  check: (value: string, where: string) => string,
): Picked | undefined {
  if (flag !== undefined) return { value: check(flag, flagName), where: flagName, variable: false };
  const where = variables.find((name) => environment[name]);
  const value = where === undefined ? undefined : environment[where];
  if (where === undefined || value === undefined) return undefined;
  return { value: check(value, where), where, variable: true };
}
