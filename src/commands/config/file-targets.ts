import { parseCall } from '../../client/call-expression.ts';
import { UsageError } from '../../errors.ts';
import type { Target } from '../../types.ts';
import type { TargetConfig } from './config-schema.ts';
import type { Path } from './document.ts';
import { isEntraIssuer, tenantId } from './entra.ts';
import { expectedFailuresOf } from './expected-failures.ts';
import { fileFlows } from './file-flows.ts';
import { fileHeaders } from './file-headers.ts';
import { parseHeader } from './header.ts';
import type { Inputs, TargetFlags } from './inputs.ts';
import { differentTenants, mayBeOf } from './issuer-and-tenant.ts';
import { PROVIDERS } from './names.ts';
import { refuseNamingFlags } from './naming-flags.ts';
import { probesOf } from './probes.ts';
import { refuseMistakes } from './refuse-mistakes.ts';
import { refuseUntrusted } from './refuse-untrusted.ts';
import { secretsOf } from './secrets-of.ts';
import { inForce, type TargetEntry } from './target-entry.ts';
import type { Trust } from './trust.ts';
import { endpointUrl, issuerUrl, originOf, resourceUri } from './url-rules.ts';
import { DEFAULT_TIMEOUT_MS, elicitAnswer, oneOf, protocolChoice, timeoutMs } from './values.ts';

/**
 * Targets of configuration files, in the order given. `--flow` chooses among their flows;
 * `--protocol`, `--timeout`, `--port` and `--elicit` override; `--header`, `--expect-tool`, `--call` and
 * `--allowed-origin`, which no file may say, add.
 * @throws UsageError `config.*`, `usage.*`, `credential.*` with file, line and path; `issuer.not_trusted*`
 */
export async function fileTargets(
  entries: readonly TargetEntry[],
  trust: Trust,
  inputs: Inputs,
): Promise<readonly Target[]> {
  refuseNamingFlags(inputs.flags);
  const targets: Target[] = [];
  for (const entry of entries) targets.push(await fileTarget(entry, trust, inputs));
  return targets;
}

async function fileTarget(entry: TargetEntry, trust: Trust, inputs: Inputs): Promise<Target> {
  const { flags } = inputs;
  const { name } = entry;
  const here = inForce(entry);
  const { settings, at } = here;
  const source = { environment: inputs.environment, keep: (value: string) => inputs.vault.keep(value) };
  const url = endpointUrl(settings.url, at('url'));
  const naming = namingOf(settings, at);
  refuseUntrusted({ name, ...naming }, secretsOf(settings, flags.flow), trust, at);
  const flows = await fileFlows(here, inputs, naming.provider === 'entra');
  const elicit = flags.elicit === undefined ? settings.elicit : elicitAnswer(flags.elicit, '--elicit');
  const target: Target = {
    name,
    url,
    ...naming,
    allowedOrigins: (flags.allowedOrigin ?? []).map((origin) => originOf(origin, '--allowed-origin')),
    headers: [
      ...(await fileHeaders(here, inputs)),
      ...(flags.header ?? []).map((text) => parseHeader(text, source, '--header')),
    ],
    protocol:
      flags.protocol === undefined
        ? protocolChoice(settings.protocol ?? 'auto', at('protocol'))
        : protocolChoice(flags.protocol, '--protocol'),
    flows: flows.map(({ request }) => request),
    expect: {
      tools: [...(settings.expect?.tools ?? []), ...(flags.expectTool ?? [])],
      calls: [
        ...(settings.expect?.calls ?? []).map((call) => ({
          tool: call.tool,
          arguments: call.arguments ?? {},
          ...(call.result === undefined ? {} : { result: call.result }),
        })),
        ...(flags.call ?? []).map(parseCall),
      ],
    },
    ...probesOf(settings.probes, flags),
    ...(elicit === undefined ? {} : { elicit }),
    timeoutMs: timeoutOf(settings, flags, at('timeout')),
    ...(settings.tags === undefined ? {} : { tags: settings.tags }),
    ...(await expectedFailuresOf(settings, at)),
  };
  refuseMistakes(target, ({ flow }, index, part) => {
    const own = flows[index]?.at;
    if (part === 'scopes' || part === 'clientId') return own?.(part) ?? `--flow ${flow}`;
    if (part === 'audience') return at('audience');
    if (part === 'issuer') return at(settings.issuer === undefined ? 'tenant' : 'issuer');
    return own === undefined ? `--flow ${flow}` : `${own()} (${flow})`;
  });
  return target;
}

type At = (...path: Path) => string;

function namingOf(settings: TargetConfig, at: At): Partial<Target> {
  const { provider, tenant, issuer, authority, audience, resource, tokenEndpoint, jwks } = settings;
  const entra = tenant !== undefined || (issuer !== undefined && isEntraIssuer(issuer));
  const chosen =
    provider === undefined
      ? entra
        ? 'entra'
        : undefined
      : oneOf(provider, PROVIDERS, 'usage.provider_unknown', at('provider'));
  if (tenant !== undefined && chosen !== 'entra') {
    throw new UsageError(
      'usage.tenant_not_entra',
      `${at('tenant')}: a tenant belongs to the provider entra.`,
    );
  }
  if (tenant !== undefined && issuer !== undefined && URL.canParse(issuer) && !mayBeOf(tenant, issuer)) {
    throw differentTenants(at('issuer'), at('tenant'));
  }
  return {
    ...(chosen === undefined ? {} : { provider: chosen }),
    ...(tenant === undefined ? {} : { tenant: tenantId(tenant, at('tenant')) }),
    ...(issuer === undefined ? {} : { issuer: issuerUrl(issuer, at('issuer')) }),
    ...(authority === undefined ? {} : { authority: originOf(authority, at('authority')) }),
    ...(audience === undefined ? {} : { audience }),
    ...(resource === undefined
      ? {}
      : { resource: resource === false ? false : resourceUri(resource, at('resource')) }),
    ...(tokenEndpoint === undefined
      ? {}
      : { tokenEndpoint: endpointUrl(tokenEndpoint, at('tokenEndpoint')) }),
    ...(jwks === undefined ? {} : { jwksUri: endpointUrl(jwks, at('jwks')) }),
  };
}

function timeoutOf(settings: TargetConfig, flags: TargetFlags, where: string): number {
  if (flags.timeout !== undefined) return timeoutMs(flags.timeout, '--timeout');
  return settings.timeout === undefined ? DEFAULT_TIMEOUT_MS : timeoutMs(settings.timeout, where);
}
