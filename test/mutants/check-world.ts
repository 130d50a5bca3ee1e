import type { Allowances, AttackTokens, CheckContext } from '../../src/checks/check.ts';
import { createSchemaValidator } from '../../src/client/index.ts';
import { objectTargets } from '../../src/commands/config/object-targets.ts';
import { createRoad } from '../../src/commands/road.ts';
import { AuthcheckError } from '../../src/errors.ts';
import { createNetwork, createVault } from '../../src/http/index.ts';
import type { Vault } from '../../src/secret.ts';
import type { Evidence, FlowEvidence, FlowRequest, Target } from '../../src/types.ts';
import { knownEras } from '../../src/verdicts.ts';
import { APPLICATION_IDS } from './authorization/entra.ts';
import type { Mutant, WorldOptions } from './mutant.ts';
import { type MutantWorld, startMutantWorld } from './world.ts';

export interface CheckWorldOptions {
  /** Which flows are walked, by their client; default: the two machines. */
  readonly clients?: readonly ('machine' | 'other-machine' | 'key-machine' | 'person')[];
  /** How the two servers are set up where no mutant says so. */
  readonly world?: WorldOptions;
  /** Whether each flow talks MCP before the checks run; default: no, which is much faster. */
  readonly converse?: boolean;
  /** Default: everything is allowed, and nothing is waited for. */
  readonly allows?: Partial<Allowances>;
  /** Changes of the target: what is expected, which tools the operator names. */
  readonly target?: Partial<Target>;
}

export interface CheckWorld {
  readonly context: CheckContext;
  readonly world: MutantWorld;
  readonly close: () => Promise<void>;
}

/** A world, the evidence that a run has of it, and every permission that a check may want. */
export async function startCheckWorld(mutant?: Mutant, options: CheckWorldOptions = {}): Promise<CheckWorld> {
  const world = await startMutantWorld(mutant ?? referenceWith(options.world));
  const vault = createVault();
  const network = createNetwork({ vault, environment: {}, ca: authoritiesOf(world) });
  const schemas = createSchemaValidator();
  const road = createRoad({
    network,
    person: world.person,
    schemas,
    now: Date.now,
    bothShapes: true,
    refresh: true,
  });
  const target = await targetOf(world, vault, options);
  const { http, probe } = road.open(target);
  const { discovery, profile } = await road.discover({ target, http, probe });
  const flows: FlowEvidence[] = [];
  for (const request of target.flows)
    flows.push(await walk(request, { target, http, probe, discovery, profile, request, earlier: [] }));

  async function walk(request: FlowRequest, step: Parameters<typeof road.obtain>[0]): Promise<FlowEvidence> {
    let tokens: Awaited<ReturnType<typeof road.obtain>>;
    try {
      tokens = await road.obtain(step);
    } catch (error) {
      if (error instanceof AuthcheckError) return { request, sessions: [], error: error.toJSON() };
      throw error;
    }
    const token = await road.read(step, tokens);
    const sessions =
      options.converse === true ? (await road.converse(step, tokens, knownEras([]))).sessions : [];
    return { request, tokens, token, sessions, error: null };
  }

  const evidence: Evidence = {
    target,
    profile,
    discovery,
    flows,
    eras: options.converse === true ? knownEras(flows.flatMap(({ sessions }) => sessions)) : SPEAKS_BOTH,
    now: Date.now,
  };
  const probing = road.serverProbe?.(evidence, http);
  return {
    world,
    context: {
      evidence,
      http,
      probe,
      allows: { ...EVERYTHING, ...options.allows },
      attackTokens: await attackTokensOf(world, vault),
      ...(probing === undefined ? {} : { serverProbe: probing }),
      wait: () => Promise.resolve(),
    },
    close: async () => {
      await schemas.close();
      await network.close();
      await world.close();
    },
  };
}

function referenceWith(options: WorldOptions | undefined): Mutant | undefined {
  return options && { name: 'reference', about: 'Nothing is wrong.', options, killedBy: [] };
}

const EVERYTHING: Allowances = { disclosing: true, signIns: true, registering: true, waitExpiryMs: 0 };
const SPEAKS_BOTH = { legacy: true, modern: true };

export async function targetOf(
  world: MutantWorld,
  vault: Vault,
  options: CheckWorldOptions,
): Promise<Target> {
  const [target] = await objectTargets([world.targetInput], {
    environment: world.environment,
    cwd: process.cwd(),
    vault,
    readStdin: async () => '',
  });
  if (target === undefined) throw new Error('The world names no target.');
  const clients = options.clients ?? ['machine', 'other-machine'];
  const flows = target.flows.filter(({ clientId }) =>
    clients.some((name) => clientId === name || clientId === APPLICATION_IDS[name]),
  );
  const documents: readonly FlowRequest[] =
    world.documentUrl === undefined
      ? []
      : [{ flow: 'authorization_code', clientMetadataUrl: world.documentUrl }];
  return { ...target, probes: PROBES, ...options.target, flows: [...flows, ...documents] };
}

/** Whom a run has to trust, where one of the two has TLS. */
export function authoritiesOf({ issuer, endpoint }: MutantWorld): readonly string[] {
  return [issuer.ca, endpoint.ca].filter((ca) => ca !== undefined);
}

/** What the operator of the correct endpoint would name. */
export const PROBES: NonNullable<Target['probes']> = {
  scopedTool: {
    tool: 'subtract',
    arguments: { a: 5, b: 3 },
    needs: ['calculator.subtract'],
    broader: 'calculator.all',
  },
  handle: {
    create: { tool: 'open_note', arguments: {} },
    use: { tool: 'read_note', arguments: { handle: '$handle' } },
  },
  inputTool: { tool: 'confirm', arguments: {} },
  otherApi: 'https://another.example/mcp',
};

/** Tokens with one fault each, minted by the endpoint's own authorization server. */
export async function attackTokensOf(world: MutantWorld, vault: Vault): Promise<AttackTokens> {
  const now = Math.floor(Date.now() / 1000);
  const mint = async (claims: object) => vault.keep(await world.issuer.mint(claims));
  const { origin, url } = world.endpoint;
  const near = [origin, `${url}/`, url.toUpperCase()];
  return {
    wrongAudience: await mint({ aud: 'https://another.example/mcp' }),
    wrongIssuer: await mint({ iss: 'https://another.example' }),
    expired: await mint({ iat: now - 4200, exp: now - 3600 }),
    notYetValid: await mint({ nbf: now + 3600, exp: now + 7200 }),
    withoutAudience: await mint({ aud: undefined }),
    nearAudiences: await Promise.all(
      near.map(async (audience) => ({ audience, token: await mint({ aud: audience }) })),
    ),
  };
}
