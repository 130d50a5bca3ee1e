import { createSchemaValidator } from '../client/index.ts';
import type { Person } from '../flows/flow.ts';
import { createNetwork, createVault } from '../http/index.ts';
import { run } from '../run.ts';
import type { Report, Result, Target } from '../types.ts';
import { VERSION } from '../version.ts';
import { type NamedTargetConfig, objectTargets } from './config/object-targets.ts';
import { verifyJob } from './verify-job.ts';

export type { Person } from '../flows/flow.ts';

/** One target, in the shape that targets have in the configuration file. Secrets are named, never given. */
export type VerifyInput = NamedTargetConfig;

export interface VerifySettings {
  /** Check ids or groups, comma-separated; `all` (default) or `none`. */
  readonly checks?: string;
  readonly skip?: string;
  /** A warning fails. */
  readonly strict?: boolean;
  /** Targets at once; default 8. */
  readonly concurrency?: number;
  /** PEM certificates, added to the roots. */
  readonly ca?: readonly string[];
  readonly proxy?: string;
  /** Further origins of the issuer's endpoints; a target cannot say so itself, like one of the configuration file. */
  readonly allowedOrigins?: readonly string[];
  /** Where `${NAME}` and `{ env: NAME }` are looked up; default: the process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Who signs in for flows that need a person; default: nobody. */
  readonly person?: Person;
  readonly signal?: AbortSignal;
  readonly onResult?: (result: Result, target: Target) => void;
}

/**
 * Proves one or several MCP endpoints, as `mcp-authcheck verify` does. Resolves with the report, also when
 * checks fail. Clients that are registered on the way are known for this call only.
 * @throws AuthcheckError of class `usage` when an input is wrong; nothing has been sent then.
 */
export async function verify(
  input: VerifyInput | readonly VerifyInput[],
  settings: VerifySettings = {},
): Promise<Report> {
  const vault = createVault();
  const environment = settings.environment ?? process.env;
  const targets = await objectTargets(isList(input) ? input : [input], {
    environment,
    cwd: process.cwd(),
    vault,
    readStdin: async () => '',
    ...(settings.allowedOrigins === undefined ? {} : { allowedOrigin: settings.allowedOrigins }),
  });
  const network = createNetwork({
    vault,
    environment,
    ca: settings.ca ?? [],
    ...(settings.proxy === undefined ? {} : { proxy: settings.proxy }),
    ...(settings.signal === undefined ? {} : { signal: settings.signal }),
  });
  const schemas = createSchemaValidator();
  try {
    const job = verifyJob(
      targets,
      {
        network,
        schemas,
        person: settings.person ?? NOBODY,
        now: Date.now,
        ...(settings.signal === undefined ? {} : { signal: settings.signal }),
      },
      {
        checks: settings.checks ?? 'all',
        skip: settings.skip ?? '',
        strict: settings.strict === true,
        concurrency: settings.concurrency ?? 8,
        ...(settings.onResult === undefined ? {} : { onResult: settings.onResult }),
      },
    );
    const start = { version: VERSION, now: Date.now };
    return await run(job, settings.signal === undefined ? start : { ...start, signal: settings.signal });
  } finally {
    await schemas.close();
    await network.close();
  }
}

const NOBODY: Person = { present: false, open: async () => false, tell: () => undefined };

function isList(input: VerifyInput | readonly VerifyInput[]): input is readonly VerifyInput[] {
  return Array.isArray(input);
}
