import type { AttackTokens } from '../checks/check.ts';
import { UsageError } from '../errors.ts';
import { type LabServer, startLabServer } from '../flows/lab-server.ts';
import type { Secret } from '../secret.ts';
import { createMint, type Mint } from '../token/index.ts';
import type { FlowRequest, Target } from '../types.ts';
import { privateKeyOf } from './config/pem.ts';
import { readReference } from './config/secret-source.ts';
import { issuerUrl } from './config/url-rules.ts';
import { portNumber } from './config/values.ts';
import type { Io } from './io.ts';

export interface LabFlags {
  readonly lab?: boolean;
  readonly labPort?: string;
  readonly labIssuer?: string;
  readonly labKey?: string;
}

export interface Lab {
  /** The target with tokens of the lab instead of its own flows. */
  readonly target: Target;
  readonly attackTokens: AttackTokens;
  readonly close: () => Promise<void>;
}

/** Where the lab listens when nobody says otherwise: a server can be told to trust it before it runs. */
export const LAB_PORT = 8414;

/** The lab brings the tokens: an endpoint that is named by its URL needs no client. */
export function withLabFlow<T extends { readonly lab?: boolean; readonly flow?: readonly string[] }>(
  flags: T,
  names: readonly string[],
): T {
  const byUrl = names.every((name) => URL.canParse(name));
  return flags.lab === true && byUrl && flags.flow === undefined ? { ...flags, flow: ['none'] } : flags;
}

/**
 * An authorization server of our own, for an endpoint that was configured to trust it: every fault that a token can
 * have is then minted, two principals included. Nothing of it is good anywhere else.
 * @throws UsageError `usage.lab`, `usage.port`, `credential.*`
 */
export async function startLab(io: Io, flags: LabFlags, targets: readonly Target[]): Promise<Lab> {
  const [target, ...more] = targets;
  if (target === undefined || more.length > 0)
    throw new UsageError('usage.lab', `--lab works with one target, found ${targets.length}.`, {
      hint: 'Name the endpoint that was configured to trust the lab.',
    });
  const port = flags.labPort === undefined ? LAB_PORT : portNumber(flags.labPort, '--lab-port');
  const issuer = flags.labIssuer === undefined ? undefined : issuerUrl(flags.labIssuer, '--lab-issuer');
  const maker = await createMint(io.vault, await keyOf(flags, io));
  const server = await startLabServer({ port, issuer, keySet: maker.keySet });
  const audience = audienceOf(target);
  io.err(
    `lab: the endpoint must trust issuer ${server.issuer} (keys at ${server.jwksUri}) for audience ${audience}\n`,
  );
  const minting = mintingFor(target, server, maker, io.now);
  return {
    target: await withLabTokens(target, server, minting),
    attackTokens: await attacksOf(target, minting),
    close: server.close,
  };
}

/** A key of the user's own stays the same from run to run, so that an endpoint's copy of it stays good. */
async function keyOf({ labKey }: LabFlags, io: Io): Promise<Secret | undefined> {
  if (labKey === undefined) return undefined;
  const reader = { inputs: { ...io, flags: {}, targets: [] }, base: io.cwd };
  const text = await readReference({ file: labKey }, reader, '--lab-key');
  return io.vault.keep(privateKeyOf(text, '--lab-key').pem);
}

function audienceOf({ audience, resource, url }: Target): string {
  return audience ?? (typeof resource === 'string' ? resource : url);
}

type Claims = Readonly<Record<string, unknown>>;
type Minting = (changes?: Claims) => Promise<Secret>;

const LIFETIME_SECONDS = 900;

/** Scopes and roles as any provider spells them, so that the endpoint finds those that it looks for. */
function mintingFor(target: Target, { issuer }: LabServer, { mint }: Mint, now: () => number): Minting {
  const needed = target.probes?.scopedTool?.needs ?? [];
  const asked = target.flows.flatMap(({ scopes = [] }) => scopes);
  const scopes = [...new Set([...asked, ...needed])];
  return (changes = {}) => {
    const seconds = Math.floor(now() / 1000);
    const claims = {
      iss: issuer,
      aud: audienceOf(target),
      ...principal('lab-client'),
      ...(scopes.length === 0 ? {} : { scope: scopes.join(' '), scp: scopes.join(' '), roles: scopes }),
      ver: '2.0',
      iat: seconds,
      nbf: seconds,
      exp: seconds + LIFETIME_SECONDS,
      ...changes,
    };
    return mint(Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined)));
  };
}

function principal(name: string): Claims {
  return { sub: name, oid: name, client_id: name, azp: name };
}

/** Two principals, as tokens that somebody brings along. */
async function withLabTokens(target: Target, server: LabServer, mint: Minting): Promise<Target> {
  const flowOf = (token: Secret): FlowRequest => ({ flow: 'bearer', credential: { kind: 'token', token } });
  const flows = [flowOf(await mint()), flowOf(await mint(principal('lab-other-client')))];
  return { ...target, provider: 'generic', issuer: server.issuer, jwksUri: server.jwksUri, flows };
}

async function attacksOf(target: Target, mint: Minting): Promise<AttackTokens> {
  const seconds = Math.floor(Date.now() / 1000);
  const { origin, pathname } = new URL(target.url);
  const audience = audienceOf(target);
  const near = [origin, `${audience}/`, `${origin}${parentOf(pathname)}`, swapCase(audience)];
  return {
    wrongAudience: await mint({ aud: 'https://another-api.invalid/' }),
    wrongIssuer: await mint({ iss: 'https://another-issuer.invalid' }),
    expired: await mint({ iat: seconds - 7200, nbf: seconds - 7200, exp: seconds - 3600 }),
    notYetValid: await mint({ nbf: seconds + 3600, exp: seconds + 7200 }),
    withoutAudience: await mint({ aud: undefined }),
    nearAudiences: await Promise.all(
      [...new Set(near)]
        .filter((name) => name !== audience)
        .map(async (name) => ({ audience: name, token: await mint({ aud: name }) })),
    ),
  };
}

function parentOf(pathname: string): string {
  return pathname.slice(0, pathname.replace(/\/$/, '').lastIndexOf('/') + 1);
}

function swapCase(text: string): string {
  const upper = text.toUpperCase();
  return upper === text ? text.toLowerCase() : upper;
}
