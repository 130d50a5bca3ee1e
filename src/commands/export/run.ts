import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { RunError, UsageError } from '../../errors.ts';
import { createRegistrations } from '../../flows/registrations.ts';
import { quote } from '../../text/quote.ts';
import { suggest } from '../config/names.ts';
import type { ExportFlags } from '../export.ts';
import type { Io } from '../io.ts';
import { replaceFile } from '../replace-file.ts';
import { talkOnce } from '../talk-once.ts';
import { withToken } from '../with-token.ts';
import { artilleryScript } from './artillery.ts';
import { k6Script } from './k6.ts';
import { type LoadPlan, loadPlan } from './plan.ts';

const ENGINES: Readonly<Record<string, (plan: LoadPlan) => string>> = {
  k6: k6Script,
  artillery: artilleryScript,
};

/**
 * Looks at the target once, as a client does (discovery, token, list of tools), and writes a script that does it
 * again and again.
 * @throws UsageError `usage.engine_unknown`, `usage.export_*`; RunError `report.not_writable`; as {@link withToken}
 */
export async function exportScript(
  io: Io,
  flags: ExportFlags,
  engine: string,
  name: string | undefined,
): Promise<number> {
  const render = Object.hasOwn(ENGINES, engine) ? ENGINES[engine] : undefined;
  if (render === undefined) {
    throw new UsageError('usage.engine_unknown', `There is no export for ${quote(engine)}.`, {
      hint: suggest(engine, Object.keys(ENGINES)),
    });
  }
  const file = flags.out === undefined ? undefined : await writable(path.resolve(io.cwd, flags.out));
  return withToken(io, flags, name === undefined ? [] : [name], async (given) => {
    const session = await talkOnce(given, io, { calls: [], only: 'list' });
    const { step } = given.obtained;
    const context = {
      ...step,
      person: given.prepared.person,
      registrations: createRegistrations(),
      now: io.now,
    };
    const variable = flags.clientSecretEnv ?? 'CLIENT_SECRET';
    const plan = loadPlan(context, session, io.environment, variable);
    const text = render(plan);
    if (file === undefined) io.out(text);
    else await write(file, io.vault.redact(text), io);
    if (plan.calls.length === 0)
      io.err('No call is demanded: the script lists the tools. --call adds calls.\n');
    return 0;
  });
}

/** Looks before anything is sent. @throws UsageError `usage.export_not_writable` */
async function writable(file: string): Promise<string> {
  try {
    const there = await stat(file).catch(() => undefined);
    if (there?.isDirectory() === true) throw new Error('it is a folder');
    await access(there === undefined ? path.dirname(file) : file, constants.W_OK);
    return file;
  } catch (cause) {
    throw new UsageError('usage.export_not_writable', `The script cannot be written to ${file}.`, {
      cause,
      hint: 'Choose a file in a folder that exists and can be written to. Nothing was sent.',
    });
  }
}

async function write(file: string, text: string, io: Io): Promise<void> {
  await replaceFile(file, text).catch((cause: unknown) => {
    throw new RunError('report.not_writable', `The script could not be written to ${file}.`, {
      cause,
      hint: 'Choose a folder that exists and can be written to.',
    });
  });
  io.err(`Wrote ${file}\n`);
}
