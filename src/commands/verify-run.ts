import { selectChecks } from '../checks/index.ts';
import { renderResultLine } from '../reporters/index.ts';
import { run } from '../run.ts';
import type { Report } from '../types.ts';
import { VERSION } from '../version.ts';
import { allowancesOf } from './allowances.ts';
import { attackTokensFrom } from './attack-tokens.ts';
import { tellPage } from './elicited-page.ts';
import { expectedFailures } from './expected-failures.ts';
import { type Io, styleOf } from './io.ts';
import { createKeptLogins, keptRegistrations } from './kept-login.ts';
import { type Lab, startLab, withLabFlow } from './lab.ts';
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
  const allows = allowancesOf(flags);
  const listed =
    flags.expectedFailures === undefined ? undefined : await expectedFailures(flags.expectedFailures, io);
  const given = await attackTokensFrom(flags, io);
  const prepared = await prepare(io, withLabFlow(flags, names), names);
  const { network, person, schemas } = prepared;
  const progress = createProgress(io);
  let lab: Lab | undefined;
  try {
    lab = flags.lab === true ? await startLab(io, flags, prepared.targets) : undefined;
    const targets = lab === undefined ? prepared.targets : [lab.target];
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
        attackTokens: { ...lab?.attackTokens, ...given },
        allows: lab === undefined ? allows : { ...allows, disclosing: true },
        ...(listed === undefined ? {} : { expectedFailures: listed }),
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
    await lab?.close();
    await prepared.close();
  }
}
