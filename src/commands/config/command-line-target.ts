import { parseCall } from '../../client/call-expression.ts';
import type { Target } from '../../types.ts';
import { commandLineCredential } from './command-line-credential.ts';
import { commandLineFlows } from './command-line-flows.ts';
import { commandLineNaming } from './command-line-naming.ts';
import { parseHeader } from './header.ts';
import type { Inputs } from './inputs.ts';
import { probesOf } from './probes.ts';
import { type Part, refuseMistakes } from './refuse-mistakes.ts';
import { endpointUrl, originOf } from './url-rules.ts';
import { DEFAULT_TIMEOUT_MS, elicitAnswer, protocolChoice, timeoutMs } from './values.ts';

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
  const naming = commandLineNaming(inputs);
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
    ...probesOf(undefined, flags),
    ...(flags.elicit === undefined ? {} : { elicit: elicitAnswer(flags.elicit, '--elicit') }),
    timeoutMs: flags.timeout === undefined ? DEFAULT_TIMEOUT_MS : timeoutMs(flags.timeout, '--timeout'),
  };
  const entra = naming.provider === 'entra';
  const flows = await commandLineFlows(inputs, await commandLineCredential(inputs, entra), entra);
  const targets = checked.map((url) => ({ name: nameOf(url), url, ...common, flows }));
  for (const target of targets) {
    refuseMistakes(target, ({ flow }, _, part) => placeOf(part, inputs) ?? `--flow ${flow}`);
  }
  return targets;
}

/** Where the part was given: the flag, or the variable that stands for it. */
function placeOf(part: Part | undefined, { flags, environment }: Inputs): string | undefined {
  if (part === undefined) return undefined;
  const given = PLACES[part].find(([place, flag]) =>
    flag === undefined ? Boolean(environment[place]) : flags[flag] !== undefined,
  );
  return (given ?? PLACES[part][0])[0];
}

type Place = readonly [place: string, flag?: 'scope' | 'audience' | 'clientId' | 'tenant' | 'issuer'];

const PLACES: Readonly<Record<Part, readonly [Place, ...Place[]]>> = {
  scopes: [['--scope', 'scope'], ['CUSTOM_SCOPES']],
  audience: [['--audience', 'audience'], ['OAUTH_AUDIENCE']],
  clientId: [['--client-id', 'clientId'], ['CLIENT_ID'], ['AZURE_CLIENT_ID']],
  issuer: [
    ['--tenant', 'tenant'],
    ['--issuer', 'issuer'],
    ['TENANT_ID'],
    ['AZURE_TENANT_ID'],
    ['OAUTH_ISSUER'],
  ],
};

/** Host and path: short enough for a report, and it says which endpoint. */
function nameOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname.replace(/\/$/, '')}`;
}
