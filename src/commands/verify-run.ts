import { randomUUID } from 'node:crypto';
import { renderResultLine } from '../reporters/index.ts';
import { run } from '../run.ts';
import type { Report, Target } from '../types.ts';
import { VERSION } from '../version.ts';
import { tellCi } from './ci-notes.ts';
import { tellPage } from './elicited-page.ts';
import { type Io, styleOf } from './io.ts';
import { createKeptLogins } from './kept-login.ts';
import { type Lab, startLab, withLabFlow } from './lab.ts';
import { type Prepared, prepare } from './prepare.ts';
import { createProgress } from './progress.ts';
import { rendered } from './rendered.ts';
import { type ReportFiles, reportFiles } from './report-files.ts';
import { chosenShard, type Part } from './shard-choice.ts';
import { configDigest } from './shard-digest.ts';
import { withSmallHeap } from './small-heap.ts';
import { keptRegistrations } from './token-store.ts';
import type { VerifyFlags } from './verify.ts';
import { verifyJob } from './verify-job.ts';
import { type VerifySettings, verifySettings } from './verify-settings.ts';
import type { Changes } from './watch/changes.ts';
import { openObservers } from './watch/observers.ts';
import { runJsonLine, runLine } from './watch/run-line.ts';
import { sleepUnless, watch } from './watch/watch.ts';
import { watchPlan } from './watch/watch-plan.ts';

/**
 * Runs the gate over the chosen targets, once or again and again, prints and writes its reports, and returns the
 * exit code.
 */
export async function verify(io: Io, flags: VerifyFlags, names: readonly string[]): Promise<number> {
  const settings = await verifySettings(io, flags);
  const plan = watchPlan(flags, io.environment);
  const files = await reportFiles(flags.report ?? [], io);
  const observers = await openObservers(io, flags);
  const prepared = await prepare(io, withLabFlow(flags, names), names, observers.traceContext);
  let lab: Lab | undefined;
  try {
    lab = flags.lab === true ? await startLab(io, flags, prepared.targets) : undefined;
    const part = chosenShard(io, flags, lab === undefined ? prepared.targets : [lab.target]);
    const gate: Gate = { io, flags, settings, files, prepared, part, lab };
    const runOnce = async (): Promise<Report> => {
      observers.begin();
      return observers.mark(await (part.all.length > 1 ? withSmallHeap(() => walk(gate)) : walk(gate)));
    };
    const keep = async (report: Report): Promise<void> => {
      try {
        await files.write(report);
      } finally {
        await tellCi(io, report, flags);
        await observers.tell(report);
      }
    };
    if (plan === undefined) {
      const report = await runOnce();
      io.out(rendered(settings.format, report, io.vault, styleOf(io)));
      await keep(report);
      return report.exitCode;
    }
    const watched = await watch({
      ...plan,
      signal: endOfWatch(io),
      now: io.now,
      sleep: sleepUnless,
      say: (line) => io.err(`${line}\n`),
      runOnce,
      onReport: async (report, changes, n) => {
        io.err(`${runLine(report, changes)}\n`);
        io.out(watchedText(gate, report, changes, n));
        await keep(report);
      },
    });
    return watched.exitCode;
  } finally {
    await lab?.close();
    await prepared.close();
  }
}

interface Gate {
  readonly io: Io;
  readonly flags: VerifyFlags;
  readonly settings: VerifySettings;
  readonly files: ReportFiles;
  readonly prepared: Prepared;
  readonly part: Part;
  readonly lab: Lab | undefined;
}

/** One run over the targets of this process. */
async function walk({ io, flags, settings, files, prepared, part, lab }: Gate): Promise<Report> {
  const { targets, all, shard } = part;
  const { format, issuerConcurrency, attackTokens } = settings;
  const { network, person, schemas } = prepared;
  const options = {
    ...settings.options,
    attackTokens: { ...lab?.attackTokens, ...attackTokens },
    allows: lab === undefined ? settings.options.allows : { ...settings.options.allows, disclosing: true },
  };
  const header = {
    tool: { name: 'mcp-authcheck', version: VERSION },
    runId: randomUUID(),
    startedAt: new Date(io.now()).toISOString(),
    configDigest: configDigest(all, options),
    shard,
    targets: all.map(({ name }) => name),
  } as const;
  const done = flags.retryIncomplete === true ? await files.finished(header) : [];
  await files.begin(header, done);
  if (done.length > 0) {
    io.err(
      `${done.length} of ${targets.length} targets were finished by an earlier run and are taken over.\n`,
    );
    if (format.name === 'jsonl') {
      for (const { name, results } of done) {
        for (const result of results) io.out(renderResultLine(result, name));
      }
    }
  }
  const progress = createProgress(io, targets.length);
  const job = verifyJob(
    targets,
    {
      network,
      person,
      registrations: keptRegistrations(io, flags),
      logins: createKeptLogins(io, flags),
      onPage: (url, message) => tellPage(io, url, message),
      schemas,
      now: io.now,
      signal: io.signal,
      patient: flags.timeout === undefined,
      issuerConcurrency,
      onStep: (words, target) => progress.step(words, target.name),
    },
    {
      ...options,
      done,
      onTarget: (report) => {
        files.onTarget(report);
        progress.finished(report);
      },
      ...(format.name === 'jsonl'
        ? { onResult: (result, target: Target) => io.out(renderResultLine(result, target.name)) }
        : {}),
    },
  );
  try {
    return await run(job, { version: VERSION, runId: header.runId, now: io.now, signal: io.signal });
  } finally {
    progress.done();
  }
}

/** A watch whose lines nobody reads any more would go on for ever. */
function endOfWatch({ signal, outputGone }: Io): AbortSignal {
  return outputGone === undefined ? signal : AbortSignal.any([signal, outputGone]);
}

/** People read the first report and those that tell something new; programs read each. */
function watchedText({ io, settings }: Gate, report: Report, changes: Changes, n: number): string {
  if (settings.format.name === 'jsonl') return runJsonLine(n, report, changes);
  const isTold =
    settings.format.name !== 'pretty' || n === 1 || Object.values(changes).some((names) => names.length > 0);
  return isTold ? rendered(settings.format, report, io.vault, styleOf(io)) : '';
}
