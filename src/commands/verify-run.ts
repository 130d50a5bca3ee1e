import { checks, selectChecks } from '../checks/index.ts';
import { renderResultLine } from '../reporters/index.ts';
import { hang } from '../reporters/paint.ts';
import { run } from '../run.ts';
import type { Report } from '../types.ts';
import { VERSION } from '../version.ts';
import { attackTokensFrom } from './attack-tokens.ts';
import { tellPage } from './elicited-page.ts';
import { type Io, styleOf } from './io.ts';
import { createKeptLogins, keptRegistrations } from './kept-login.ts';
import { prepare } from './prepare.ts';
import { createProgress } from './progress.ts';
import { reportFiles } from './report-files.ts';
import { reportFormat } from './report-format.ts';
import { withSmallHeap } from './small-heap.ts';
import { type VerifyFlags, wholeNumber } from './verify.ts';
import { verifyJob } from './verify-job.ts';

/** Runs the gate over the chosen targets and prints the report. */
export async function verify(io: Io, flags: VerifyFlags, names: readonly string[]): Promise<Report> {
  const format = reportFormat(flags.format ?? 'pretty');
  const files = await reportFiles(flags.report ?? [], io);
  const concurrency = wholeNumber('--concurrency', flags.concurrency, 1, 64);
  if (flags.checks !== 'none') selectChecks(flags.checks, flags.skip ?? '');
  const { targets, network, person, schemas, close } = await prepare(io, flags, names);
  const progress = createProgress(io);
  try {
    const job = verifyJob(
      targets,
      {
        network,
        person,
        registrations: keptRegistrations(io),
        logins: createKeptLogins(io),
        onPage: (url, message) => tellPage(io, url, message),
        schemas,
        now: io.now,
        signal: io.signal,
        patient: flags.timeout === undefined,
        onStep: (words, target) => progress.step(targets.length > 1 ? `${target.name}: ${words}` : words),
      },
      {
        checks: flags.checks,
        skip: flags.skip ?? '',
        strict: flags.strict === true,
        concurrency,
        attackTokens: await attackTokensFrom(flags, io),
        ...(format.name === 'jsonl'
          ? { onResult: (result, target) => io.out(renderResultLine(result, target.name)) }
          : {}),
      },
    );
    const walkAndTell = async (): Promise<Report> => {
      const report = await run(job, { version: VERSION, now: io.now, signal: io.signal });
      progress.done();
      io.out(format.render(report, styleOf(io)));
      await files.write(report);
      return report;
    };
    return await (targets.length > 1 ? withSmallHeap(walkAndTell) : walkAndTell());
  } finally {
    progress.done();
    await close();
  }
}

/** The catalogue of checks: a line each for programs, wrapped for people at a terminal. */
export function listChecks(io: Io): number {
  const width = Math.max(...checks.map((check) => check.id.length));
  for (const { id, level, title, spec } of checks) {
    const about = `${title}  (${spec.join('; ')})`;
    const lines = io.stdoutIsTerminal
      ? [`${id}  ${level}`, ...hang('    ', about, io.width)]
      : [`${id.padEnd(width)}  ${level.padEnd(6)}  ${about}`];
    io.out(`${lines.join('\n')}\n`);
  }
  return 0;
}
