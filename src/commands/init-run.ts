import path from 'node:path';
import { AuthcheckError, UsageError } from '../errors.ts';
import { suggest } from './config/names.ts';
import { quoted } from './config/text.ts';
import { endpointUrl } from './config/url-rules.ts';
import { type Asker, Cancelled } from './init/asker.ts';
import { CI_SYSTEMS, type CiSystem, ciText } from './init/ci-text.ts';
import { configText } from './init/config-text.ts';
import type { InitFlags } from './init/flags.ts';
import { nextSteps, oddity } from './init/next-steps.ts';
import type { Plan } from './init/plan.ts';
import { planFrom } from './init/plan-from-flags.ts';
import { prove } from './init/prove.ts';
import { askRest, askUrl } from './init/questions.ts';
import { type Survey, survey } from './init/survey.ts';
import { exists, refuseExisting, refuseSecond, shown, writeNew } from './init/write-new.ts';
import type { Io } from './io.ts';

/**
 * Writes a configuration file that passes at a server that is right. With an asker what the flags leave open is
 * asked for; the endpoint is asked, without a token, for what can be proposed.
 * @returns 0, or 130 when the questions were broken off; then nothing was written
 * @throws UsageError for everything that is missing or cannot be right; nothing was written
 */
export async function init(
  io: Io,
  flags: InitFlags,
  url: string | undefined,
  asker?: Asker,
): Promise<number> {
  try {
    return asker === undefined ? await fromFlags(io, flags, url) : await byQuestions(io, flags, url, asker);
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    io.err('Nothing was written.\n');
    return 130;
  }
}

async function fromFlags(io: Io, flags: InitFlags, url: string | undefined): Promise<number> {
  const ci = systemOf(flags);
  const places = placesOf(io, flags, ci);
  await refuseSecond(places.config, io.cwd);
  if (flags.force !== true) await refuseExisting(places.all, io.cwd);
  const seen =
    url === undefined || flags.discover === false
      ? undefined
      : await survey(io, flags, endpointUrl(url, 'URL'));
  const known = told(seen, (text) => io.err(`${text}\n`));
  const plan = planFrom({ url, flags, survey: known });
  const steps = await write(io, plan, places, ci, flags);
  const odd = oddity(plan, known);
  if (odd !== undefined) io.err(`warning: ${odd}\n`);
  io.out(`${steps.join('\n')}\n`);
  return 0;
}

async function byQuestions(io: Io, flags: InitFlags, url: string | undefined, asker: Asker): Promise<number> {
  asker.begin('mcp-authcheck init: a configuration file that proves your MCP server');
  const first = placesOf(io, flags, undefined);
  await refuseSecond(first.config, io.cwd);
  if (flags.force !== true && (await exists(first.config))) {
    const message = `${shown(first.config, io.cwd)} is there already. Replace it?`;
    if (!(await asker.yes({ message, initial: false }))) throw new Cancelled('kept');
  }
  const endpoint = url === undefined ? await askUrl(asker) : endpointUrl(url, 'URL');
  let known: Survey | undefined;
  if (flags.discover !== false) {
    asker.say('Asking the endpoint what it wants, without any token …');
    known = told(await survey(io, flags, endpoint), asker.warn);
  }
  const answered = await askRest(asker, flags, known);
  const ci = systemOf(answered);
  const places = placesOf(io, answered, ci);
  if (flags.force !== true && places.ci !== undefined) await refuseExisting([places.ci], io.cwd);
  const plan = planFrom({ url: endpoint, flags: answered, survey: known });
  const odd = oddity(plan, known);
  if (odd !== undefined) asker.warn(odd);
  const [wrote, ...steps] = await write(io, plan, places, ci, flags);
  asker.end(wrote ?? '');
  io.out(`${steps.join('\n')}\n`);
  return 0;
}

interface Places {
  readonly config: string;
  readonly ci: string | undefined;
  readonly all: readonly string[];
}

function placesOf(io: Io, { out }: InitFlags, ci: CiSystem | undefined): Places {
  if (!/\.ya?ml$/.test(out)) {
    throw new UsageError(
      'usage.init_out',
      `--out expects a file that ends in .yaml or .yml, found ${quoted(out)}.`,
      {
        hint: 'For instance --out mcp-authcheck.yaml',
      },
    );
  }
  const config = path.resolve(io.cwd, out);
  const job = ci === undefined ? undefined : path.resolve(io.cwd, ci.file);
  return { config, ci: job, all: [config, ...(job === undefined ? [] : [job])] };
}

/** Writes everything. @returns what was written, then what to do next */
async function write(
  io: Io,
  plan: Plan,
  places: Places,
  ci: CiSystem | undefined,
  flags: InitFlags,
): Promise<readonly string[]> {
  const text = configText(plan, schemaFrom(places.config, io.cwd));
  await prove(plan, text, io.environment);
  const config = shown(places.config, io.cwd).split(path.sep).join('/');
  const isFound = config === 'mcp-authcheck.yaml' || config === 'mcp-authcheck.yml';
  const files = [
    { path: places.config, text },
    ...(ci === undefined || places.ci === undefined
      ? []
      : [{ path: places.ci, text: ciText(ci, plan, isFound ? undefined : config) }]),
  ];
  await writeNew(files, io.cwd);
  return [
    `Wrote ${files.map((file) => shown(file.path, io.cwd)).join(' and ')}.`,
    'Next:',
    ...nextSteps(plan, isFound ? undefined : config, flags, io.environment).map((step) => `  ${step}`),
    ...(ci === undefined ? [] : [`In ${ci.title}:`, ...ci.after(plan).map((step) => `  ${step}`)]),
  ];
}

/** Where `npm install --save-dev mcp-authcheck` puts the schema, as the file sees it. */
function schemaFrom(config: string, cwd: string): string {
  const schema = path.join(cwd, 'node_modules', 'mcp-authcheck', 'schema', 'config.v1.json');
  const relative = path.relative(path.dirname(config), schema).split(path.sep).join('/');
  return relative.startsWith('.') ? relative : `./${relative}`;
}

function systemOf({ ci }: InitFlags): CiSystem | undefined {
  if (ci === undefined) return undefined;
  const system = CI_SYSTEMS.find(({ name }) => name === ci);
  if (system !== undefined) return system;
  throw new UsageError('usage.ci_unknown', `--ci: no such CI system: ${quoted(ci)}.`, {
    hint: suggest(
      ci,
      CI_SYSTEMS.map(({ name }) => name),
    ),
  });
}

/** A server that does not answer yet is no reason not to write the file. */
function told(seen: Survey | AuthcheckError | undefined, say: (text: string) => void): Survey | undefined {
  if (!(seen instanceof AuthcheckError)) return seen;
  say(`The endpoint could not be asked what it wants: ${seen.message}`);
  return undefined;
}
