import { createSchemaValidator, type SchemaValidator } from '../client/index.ts';
import { UsageError } from '../errors.ts';
import type { Person } from '../flows/flow.ts';
import { createNetwork, type Network, type TraceContext, useOwnGlobals } from '../http/index.ts';
import { breakCommands } from '../reporters/escape.ts';
import type { Target } from '../types.ts';
import { certificateAuthorities } from './certificate-authorities.ts';
import { type Inputs, loadTargets, type TargetFlags } from './config/index.ts';
import type { Io } from './io.ts';
import { personAt } from './person.ts';

/** Flags of every command that goes to an endpoint. */
export interface CommonFlags extends TargetFlags {
  readonly config?: string;
  readonly browser?: string | false;
  readonly ca?: string;
  readonly proxy?: string;
  readonly trace?: boolean;
  readonly format?: string;
  /** Where logins are kept; read by `token-store.ts`. */
  readonly tokenStore?: string;
}

export interface Prepared {
  readonly targets: readonly Target[];
  readonly network: Network;
  readonly person: Person;
  readonly schemas: SchemaValidator;
  /** Closes every socket and ends the schema worker. */
  readonly close: () => Promise<void>;
}

/**
 * Reads flags, environment and configuration, and opens the network. Nothing is sent.
 * @param traceContext the trace that endpoints are told
 * @throws UsageError for everything that is wrong with what the user gave.
 */
export async function prepare(
  io: Io,
  flags: CommonFlags,
  names: readonly string[],
  traceContext?: () => TraceContext | undefined,
): Promise<Prepared> {
  const targets = await loadTargets(inputsOf(io, flags, names));
  const network = await openNetwork(io, flags, traceContext);
  const schemas = createSchemaValidator();
  return {
    targets,
    network,
    person: personAt(io, flags.browser),
    schemas,
    close: async () => {
      await schemas.close();
      await network.close();
    },
  };
}

/** Everything from which targets are made. */
export function inputsOf(io: Io, flags: CommonFlags, names: readonly string[]): Inputs {
  return {
    flags,
    environment: io.environment,
    cwd: io.cwd,
    vault: io.vault,
    readStdin: io.readStdin,
    targets: names,
    warn: onceEach((message) => io.err(`warning: ${breakCommands(message)}\n`)),
    now: io.now,
    ...(flags.config === undefined ? {} : { configFile: flags.config }),
  };
}

export async function openNetwork(
  io: Io,
  flags: Pick<CommonFlags, 'ca' | 'proxy' | 'trace'>,
  traceContext?: () => TraceContext | undefined,
): Promise<Network> {
  refuseBlindTls(io.environment);
  await useOwnGlobals();
  return createNetwork({
    vault: io.vault,
    ca: await certificateAuthorities(io, flags.ca),
    environment: io.environment,
    ...(flags.proxy === undefined ? {} : { proxy: proxyUrl(flags.proxy) }),
    trace: flags.trace === true,
    signal: io.signal,
    ...(traceContext === undefined ? {} : { traceContext }),
  });
}

/** The single target of a command that takes one. */
export function theOne(targets: readonly Target[]): Target {
  const [target, ...more] = targets;
  if (target === undefined || more.length > 0) {
    throw new UsageError('usage.one_target', `Expected one target, found ${targets.length}.`, {
      hint: 'Name the URL, or one of the names in the configuration file.',
    });
  }
  return target;
}

/** A file that is read at every use is complained of once. */
function onceEach(say: (message: string) => void): (message: string) => void {
  const said = new Set<string>();
  return (message) => {
    if (!said.has(message)) say(message);
    said.add(message);
  };
}

/** A gate that takes any certificate proves nothing, and would hand a secret to whoever stands in between. */
function refuseBlindTls({ NODE_TLS_REJECT_UNAUTHORIZED }: Io['environment']): void {
  if (NODE_TLS_REJECT_UNAUTHORIZED !== '0') return;
  throw new UsageError(
    'usage.tls_not_verified',
    'NODE_TLS_REJECT_UNAUTHORIZED=0 is set: certificates would not be verified. Nothing was sent.',
    { hint: 'Unset it, and name the certificate authority of your servers with --ca FILE.' },
  );
}

function proxyUrl(value: string): string {
  if (URL.canParse(value) && /^https?:$/.test(new URL(value).protocol)) return value;
  throw new UsageError('usage.proxy', '--proxy expects an http or https URL.', {
    hint: 'For example: --proxy http://proxy.example.com:3128',
  });
}
